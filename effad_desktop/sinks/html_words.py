"""The words of a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportWords:
    """English unless others are given."""

    language: str = "en"
    title: str = "Inspection report"
    ok: str = "OK"
    ng: str = "NG"
    unreadable: str = "Unreadable"
    images: str = "Images"
    share: str = "Yield"
    false_reject: str = "False reject"
    false_rejects: str = "False rejects"
    miss: str = "Miss"
    misses: str = "Misses"
    of: str = "of {number}"
    recipe: str = "Recipe"
    threshold: str = "Threshold"
    inspected: str = "Inspected"
    folder: str = "Folder"
    scores: str = "Scores"
    score: str = "Score"
    image: str = "Image"
    verdict: str = "Verdict"
    truth: str = "Known to be"
    good: str = "good"
    known_good: str = "known good"
    known_defective: str = "known defective"
    not_known: str = "not known"
    judged_ng: str = "Judged NG"
    wrongly_ok: str = "Defective, yet judged OK"
    nearest: str = "Judged OK, nearest to the threshold"
    none_ng: str = "No image was judged NG."
    shown: str = "The {shown} highest scores of {all} are pictured."
    all_images: str = "All images"
    explained: str = (
        "A score above the threshold is NG. On the right of each picture the heat map: "
        "what is ordinary stays as it was, crimson is at the threshold, pale yellow far above it."
    )
    made_by: str = "Made by effad"
