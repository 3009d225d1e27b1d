"""E-mail addresses: their one form, their key for comparing, whose domain everybody can have."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, EmailSyntaxError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES
from email_validator.syntax import validate_email_domain_name

from crm.core.text.cleaning import clean_line
from crm.core.text.sentences import refuse

# The plain case, which the library would give back unchanged but for the case of the domain: no label with two hyphens
# (Punycode and what is reserved for it), an ordinary top-level domain.
_PLAIN: Final = re.compile(
    r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@"
    r"((?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+(?!arpa\Z|invalid\Z|local\Z|localhost\Z|onion\Z|test\Z)[a-z]{2,})",
)
_PLAIN_LENGTH: Final = 64
_ROLES: Final = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)
_MAIL_TO: Final = re.compile(r"(?i)^mailto:\s*([^?]*)(?:\?.*)?$")
_WITH_NAME: Final = re.compile(r"^[^<>@]*<([^<>]*)>$")

_PUBLIC: Final = """
    126.com 139.com 163.com 189.cn 21cn.com abv.bg aim.com alice.it aliceadsl.fr aliyun.com aol.com aol.de
    aol.fr aon.at arcor.de att.net azet.sk bellsouth.net bigpond.com bih.net.ba bk.ru bluewin.ch bol.com.br
    btinternet.com cantv.net centrum.cz centrum.sk charter.net comcast.net cox.net cytanet.com.cy daum.net
    dir.bg disroot.org docomo.ne.jp duck.com earthlink.net eircom.net email.com email.cz email.it
    emirates.net.ae excite.com ezweb.ne.jp fastmail.com fastmail.fm fastwebnet.it fibertel.com.ar foxmail.com
    free.fr freemail.hu freenet.de frontier.com gmail.com gmx.net gmx.org go.com googlemail.com hanmail.net
    hetnet.nl hey.com hispeed.ch home.nl hushmail.com i.softbank.jp i.ua icloud.com ig.com.br iinet.net.au
    inbox.com inbox.lv inbox.ru index.hu interia.pl internode.on.net inwind.it kpnmail.nl laposte.net libero.it
    list.ru live.com lycos.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org me.com meta.ua
    msn.com mynet.com nate.com naver.com neuf.fr ntlworld.com numericable.fr o2.co.uk o2.pl onet.pl online.no
    op.pl optonline.net optusnet.com.au orange.fr otenet.gr outlook.com ovi.com passport.com planet.nl pm.me
    pobox.com poczta.onet.pl posteo.de posteo.net prodigy.net.mx proton.me protonmail.ch protonmail.com qq.com
    rambler.ru rediffmail.com riseup.net rocketmail.com rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr
    shaw.ca sify.com sina.cn sina.com singnet.com.sg sky.com skynet.be softbank.ne.jp sohu.com spray.se
    sympatico.ca systemli.org t-online.de t-online.hu talk21.com talktalk.net tele2.nl telefonica.net telenet.be
    telia.com telus.net terra.com.br terra.es tin.it tiscali.co.uk tiscali.it tlen.pl tut.by tuta.com tuta.io
    tutamail.com tutanota.com tutanota.de tvcablenet.be ukr.net uol.com.ar uol.com.br upcmail.nl usa.net
    verizon.net videotron.ca virgilio.it virgin.net virginmedia.com vodafone.it vodamail.co.za voila.fr volny.cz
    vp.pl vtr.net walla.co.il walla.com wanadoo.es wanadoo.fr web.de wp.pl xs4all.nl xtra.co.nz yahoo.com
    yeah.net ymail.com zeelandnet.nl ziggo.nl zoho.com zohomail.com zohomail.eu zoznam.sk
    """
_PUBLIC_DOMAINS: Final = frozenset(_PUBLIC.split())
# These have a domain in many countries.
_PUBLIC_BRANDS: Final = re.compile(r"(?:yahoo|hotmail|outlook|live|gmx|yandex|ya|msn)\.(?:[a-z]{2,3}|com?\.[a-z]{2})")


def normal_email(value: str) -> str:
    """Give an address in the one form in which it is kept; ``ValueError`` with one sentence where it is none.

    The domain is in small letters, an international one in its own script; the part before the @ stays as it was given
    (RFC 5321 leaves its case to the receiver). ``Name <name@example.org>`` and ``mailto:`` give the address inside. No
    name server is asked.
    """
    plain = _plain_email(value)
    if plain is not None:
        return plain
    address = clean_line(value)
    for wrapping in (_MAIL_TO, _WITH_NAME):
        if inside := wrapping.match(address):
            address = inside[1].strip()
    plain = _plain_email(address)
    return plain if plain is not None else _careful_email(address)


def _plain_email(value: str) -> str | None:
    """Give the normal form of an address that is plain at first sight, else None."""
    match = _PLAIN.fullmatch(value)
    if match is None or len(value) > _PLAIN_LENGTH:
        return None
    name, domain = match.groups()
    if name.islower() or name.lower() not in _ROLES:
        return f"{name}@{domain.lower()}"
    return f"{name.lower()}@{domain.lower()}"


def _careful_email(address: str) -> str:
    """Give the normal form as the library finds it."""
    _find_fault(address)
    try:
        return validate_email(address, check_deliverability=False, allow_quoted_local=False).normalized
    except EmailNotValidError as error:
        raise refuse(_name_fault(address, str(error))) from error


def _find_fault(address: str) -> None:
    """Refuse what people most often get wrong in words that help them, before the library does."""
    name, at, domain = address.rpartition("@")
    faults = {
        "mail_empty": not address,
        "mail_no_at": not at,
        "mail_two_ats": "@" in name,
        "mail_no_name": not name.strip(),
        "mail_no_domain": not domain.strip(),
        "mail_space": " " in address,
        "mail_comma": "," in domain,
        "mail_after_dot": domain.endswith(".") and ".." not in domain,
        "mail_no_dot": not re.search("[.\u3002\uff0e\uff61]", domain),
        "mail_two_dots": ".." in address or name.startswith(".") or name.endswith(".") or domain.startswith("."),
    }
    for fault, is_there in faults.items():
        if is_there:
            raise refuse(fault)


def _name_fault(address: str, message: str) -> str:
    """Give the name of our sentence for what the library says."""
    name, _, domain = address.rpartition("@")
    if "too long" in message or "so many characters" in message:
        return "mail_too_long"
    if "special-use" in message or "not globally" in message or "deliver" in message:
        return "mail_not_public"
    if "period" in message or "hyphen" in message or "dash" in message:
        return "mail_two_dots"
    if "before the @" in message or not _survives(name):
        return "mail_name_letters"
    return "mail_domain_letters" if "after the @" in message or not _survives(domain) else "mail_wrong"


def _survives(part: str) -> bool:
    return all(unicodedata.category(character)[0] in "LMNPS" for character in part)


def email_key(address: str) -> str:
    """Give the form in which two addresses are the same mailbox in practice: for matching and suppression.

    Compatibility forms and case are folded and an international domain is in its ASCII form; no dots or tags are taken
    away, since only the receiver knows what they mean. Give it what ``normal_email`` gave.
    """
    if address.isascii():
        return address.lower()
    name, _, domain = address.rpartition("@")
    return f"{unicodedata.normalize('NFKC', name).lower()}@{ascii_domain(domain)}"


@lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str:
    """Give a domain as the network writes it: small letters, Punycode; a domain that is none only in small letters."""
    try:
        return validate_email_domain_name(domain, globally_deliverable=False)["ascii_domain"].lower()
    except EmailSyntaxError:
        return domain.lower()


def mail_domain(address: str) -> str:
    """Give the domain of an address in the form that is compared (ASCII, small letters), or the empty text."""
    domain = address.rpartition("@")[2] if "@" in address else ""
    if domain.isascii() and "xn--" not in domain:
        return domain.lower()
    return ascii_domain(domain)


def is_public_mail_domain(domain: str) -> bool:
    """Say whether anybody can have an address at a domain, so that it tells nothing about an organisation."""
    domain = domain.lower()
    return domain in _PUBLIC_DOMAINS or _PUBLIC_BRANDS.fullmatch(domain) is not None
