"""What stands in the place of a name in lists of signatures, in the languages they come in."""

from typing import Final

WORDS: Final = """
    anonymous anonymus annonymous anonymously anonym anonyme anonymes anonymer anonimo anonima anonimos anonimas
    anonimi anonim anonimowy anonimowa anoniem nafnlaus anonyymi anonymni onbekend onbekende anon unknown
    unnamed nameless noname undisclosed redacted withheld desconocido desconocida desconhecido desconhecida
    inconnu inconnue unbekannt unbekannte unbekannter namenlos sconosciuto sconosciuta isimsiz bilinmiyor
    bilinmeyen belirtilmemis анонім анонимно анонимный анонимная аноним анонимка неизвестно неизвестный
    неизвестная неизвестен невідомо невідомий ανωνυμοσ ανωνυμη ανωνυμο αγνωστοσ مجهول مجهوله مجهولون بلاسم
    ناشناس אנונימי אנונימית 匿名 匿名者 匿名人士 匿名希望 佚名 无名氏 無名氏 未知 不详 不詳 不明 名無し 名無
    名無しさん 無記名 익명 익명자 익명인 무명 미상 अज्ञात अनाम गुमनाम
    """
"""Words that alone, repeated, or with a number or a remark behind say that somebody did not give a name."""

ANSWERS: Final = """
    none | null | no name | no name given | name not given | not given | not provided | not available | not
    applicable | not specified | not stated | not disclosed | name withheld | name withheld by request | name
    withheld on request | withheld by request | prefer not to say | prefer not to answer | prefer not to
    disclose | rather not say | i prefer not to say | i d rather not say | would rather not say | prefer to
    remain anonymous | wish to remain anonymous | wishes to remain anonymous | i wish to remain anonymous |
    remain anonymous | anonymous please | private | confidential | private person | private individual | tbc |
    tbd | x | xx | xxx | xxxx | na | nn | test test | sin nombre | no aplica | nombre reservado | nombre no
    revelado | no especificado | prefiero no decir | prefiero no decirlo | prefiere no decirlo | no indica | sin
    especificar | nd | sans nom | nom non communique | non communique | non renseigne | prefere ne pas dire |
    prefere ne pas repondre | je prefere ne pas dire | je prefere ne pas repondre | ne souhaite pas repondre |
    sans objet | sem nome | nao informado | nao informada | nao se aplica | prefiro nao dizer | prefiro nao
    responder | nome reservado | ohne namen | ohne name | kein name | keine angabe | k a | ka | nicht angegeben
    | name bekannt | mochte ich nicht sagen | name der redaktion bekannt | senza nome | non specificato | non
    indicato | preferisco non dirlo | preferisco non rispondere | nome riservato | isim yok | isim belirtilmemis
    | belirtmek istemiyorum | soylemek istemiyorum | без имени | имя не указано | не указано | нет имени |
    предпочитаю не говорить | предпочитаю не указывать | нд | н д | без імені | не вказано | غير معروف | غير
    معروفه | بدون اسم | بلا اسم | لا يوجد | غير محدد | افضل عدم الذكر | افضل عدم القول | فاعل خير | 保密 | 无 |
    無 | 不愿透露 | 不願透露 | 无可奉告 | 未填 | 未提供 | 不公开 | 無回答 | 回答しない | 非公開 | なし | 이름
    없음 | 비공개 | 없음 | 익명 희망
    """
"""Whole answers, between bars: with more behind them they could be, or begin, a name."""

KINDS_OF_PERSON: Final = """
    person individual signatory signer supporter donor citizen user volunteer member participant contributor
    guest resident student employee teacher developer engineer persona firmante ciudadano ciudadana personne
    signataire citoyen citoyenne pessoa signatario cidadao unterzeichner unterzeichnerin spender spenderin
    firmatario
    """
"""Who may stand behind "anonymous" without being named by it."""
