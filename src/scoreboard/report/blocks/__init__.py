"""The content of the pages, by name: functions of (edition, *arguments) that a page calls by a directive.

Each returns MyST text, charts, tables or a list of these; none of them computes a score.
"""

from collections.abc import Callable
from typing import Any

from scoreboard.report.blocks import codebook, domains, evidence, findings, start, states

BLOCKS: dict[str, Callable[..., Any]] = {
    # start page
    "start_findings": start.findings,
    "start_map": start.overview_map,
    "start_table": start.overview_table,
    "start_counts": start.counts,
    # states
    "states_table": states.table,
    "state_summary": states.summary,
    "state_standing": states.standing,
    "state_trends": states.trends,
    "state_changes": states.changes,
    "state_policy": states.policy_items,
    "state_outcomes": states.outcome_values,
    "state_context": states.context_values,
    "state_sources": states.sources,
    # codebook
    "codebook_table": codebook.table,
    "indicator_scoring": codebook.scoring,
    "indicator_data": codebook.data,
    "indicator_source": codebook.source,
    "node_lookup": codebook.lookup,
    # findings
    "findings_table": findings.table,
    "finding_here": findings.here,
    # method, data
    "tree": evidence.tree,
    "index_parameters": evidence.parameters,
    "coverage_summary": evidence.coverage_summary,
    "coverage_matrix": evidence.coverage,
    "findings_summary": evidence.findings_summary,
    "datasets": evidence.datasets,
    "remarks": evidence.remarks,
    "proxies": domains.proxies,
}
