"""What the design page shows: invented names in many scripts, and the numbers of its charts."""

from typing import Any

# ruff: noqa: RUF001 - names stand here in their own scripts and with their own marks

ROWS: list[dict[str, Any]] = [
    {
        "id": number,
        "url": f"#row-{number}",
        "name": name,
        "native": native,
        "mark": "organization",
        "cells": {
            "country": {"code": code, "name": country},
            "stage": stage,
            "person": person,
            "event": {"icon": "telephone", "text": "2 d", "title": "22 Nov 2026"} if person else None,
            "owner": "Farid Haidari" if person else None,
        },
    }
    for number, (name, native, code, country, stage, person) in enumerate(
        [
            ("Acácia Rights Observatory", None, "AO", "Angola", "signed", "Domingas Kiala"),
            ("Ala-Too Jurists’ Circle", "Ала-Тоо", "KG", "Kyrgyzstan", "in_conversation", "Айгүл Сатыбалдиева"),
            ("Cedar Justice Centre", "مركز الأرز للعدالة", "LB", "Lebanon", "pledged", "ريم الخطيب"),
            ("Hanbit Justice Archive", "한빛정의기록원", "KR", "Republic of Korea", "identified", "서유진"),
            ("Mekong Survivors’ Forum", "វេទិកាមេគង្គ", "KH", "Cambodia", "active", "Sok Dara"),
            ("Nodi Rights Centre", "নদী অধিকার কেন্দ্র", "BD", "Bangladesh", "invited", "ফারহানা ইসলাম"),
            ("جمعية الواحة الحقوقية", "Oasis Rights Association", "TN", "Tunisia", "declined", "سلمى بن عمر"),
            ("Red Memoria del Sur", None, "AR", "Argentina", "lapsed", None),
            (
                "Association internationale des familles et des amis des personnes disparues de la région des lacs",
                "Ассоциация семей и друзей пропавших без вести в районе озёр",
                "CD",
                "Democratic Republic of the Congo",
                "in_conversation",
                "Marie-Espérance Nyirahabimana-Mukamurenzi",
            ),
        ]
    )
]

STAGES = ("identified", "invited", "in_conversation", "pledged", "signed", "active", "declined", "lapsed")
TASK_STATES = ("needs_people", "in_progress", "to_check", "done", "cancelled")
ASSIGNMENT_STATES = ("offered", "accepted", "declined", "expired", "active", "done", "approved", "taken_back")
MAILING_STATES = ("draft", "scheduled", "sending", "in_doubt", "bounced", "sent", "paused")
TONES = ("grey", "amber", "blue", "violet", "green", "red", "teal", "rose")

PEOPLE = (
    "Leila Karimova",
    "José Ángel Quispe",
    "ትዕግስት አለሙ",
    "فاطمة الزهراء",
    "서유진",
    "Ілля Гончар",
    "अनुराधा मिश्रा",
    "ნინო აბაშიძე",
    "林美玲",
    "Þórunn Ægisdóttir",
    "",
)

LETTER_AR = "شكراً على المسودة. سنناقشها في اجتماع مجلس الإدارة ونعود إليكم بالتوقيع."
LETTER_EN = "She signs for the centre, but the board must see the final text first.\nWants the logo on the public list."

SIGNATURES = (412, 418, 430, 435, 445, 497, 503, 511, 520, 534, 552, 570, 590, 617)


def tasks() -> list[dict[str, Any]]:
    """Give the cards of the sample board."""
    rows = [
        ("t1", "Translate the statement to Arabic", ["Translation"], ["العربية", "English"], (2, 0, 4), "late"),
        ("t2", "Check 40 organisation websites", ["Web", "Careful reading"], [], (1, 1, 3), "soon"),
        ("t3", "Interpret at the Almaty meeting", ["Interpreting"], ["Русский", "Қазақша"], (0, 0, 1), "later"),
    ]
    people: tuple[list[str], ...] = (["هدى منصور", "Samir Atiya"], ["Kofi Asante", "A B", "C D", "E F"], [])
    return [
        {
            "id": key,
            "title": title,
            "url": f"#{key}",
            "skills": skills,
            "languages": languages,
            "filled": places[0],
            "offered": places[1],
            "places": places[2],
            "due": {"text": "25 Nov", "state": state, "title": "25 Nov 2026"},
            "people": names,
            "note": None,
        }
        for (key, title, skills, languages, places, state), names in zip(rows, people, strict=True)
    ]
