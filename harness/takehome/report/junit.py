"""The same report as JUnit XML: a suite a criterion, a case a finding, for a build to show.

A weakness is a failure, a strength or a note passes, what was not judged is skipped, and what broke
down on our side is an error: it is never the candidate's failure.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from takehome.text import shown
from takehome_graders.marks import Fault, Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from takehome.report.summary import CriterionSummary, Summary
    from takehome_graders.marks import Finding


def as_junit(summary: Summary) -> str:
    """Return the document as text."""
    root = ET.Element("testsuites", name=_text(f"{summary.about.challenge}: {summary.kit}"))
    for criterion in summary.criteria:
        root.append(_suite(criterion))
    every = list(root.iter("testcase"))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        root.set(name, str(sum(case.find(tag) is not None for case in every)))
    root.set("tests", str(len(every)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(criterion: CriterionSummary) -> ET.Element:
    suite = ET.Element("testsuite", name=_text(criterion.title))
    if criterion.points is not None:
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", name="points", value=f"{criterion.points:g}")
        ET.SubElement(properties, "property", name="share", value=f"{criterion.share:g}")
    whole = ET.SubElement(suite, "testcase", name="is judged", classname=_text(criterion.name))
    match criterion.mark:
        case Judged():
            pass
        case NotJudged(reason=reason) | NotAsked(reason=reason):
            ET.SubElement(whole, "skipped", message=_text(reason))
        case Fault(traceback=traceback):
            error = ET.SubElement(whole, "error", message="a fault of ours, which costs nothing")
            error.text = _text(traceback)
    for finding in criterion.findings:
        suite.append(_case(criterion, finding))
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", str(sum(case.find("error") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    return suite


def _case(criterion: CriterionSummary, finding: Finding) -> ET.Element:
    case = ET.Element("testcase", name=_text(finding.claim), classname=_text(criterion.name))
    if finding.place is not None:
        case.set("file", _text(finding.place.file))
        if finding.place.line is not None:
            case.set("line", str(finding.place.line))
    said = [finding.evidence, f"At {finding.place}." if finding.place else "", finding.question]
    words = "\n".join(_text(each) for each in said if each)
    if finding.tone == "weakness":
        failure = ET.SubElement(case, "failure", message=_text(finding.claim))
        failure.set("type", finding.certainty.value)
        failure.text = words
    else:
        ET.SubElement(case, "system-out").text = words
    return case


def _text(text: str) -> str:
    # XML has no way to say some characters at all, escaped or not.
    return "".join(c for c in shown(text) if unicodedata.category(c) != "Cn")
