"""The content of the pages, by name: functions of (edition, *arguments) that a page calls by a directive.

Each returns MyST text, charts, tables or a list of these; none of them computes a score.
They ask the edition for all that they show, and remember nothing but by `ledger.read`, so that a book is
built again where it depends on a change, and only there.
"""

from collections.abc import Callable
from typing import Any

from scoreboard.report.blocks import (
    audit,
    changes,
    characteristics,
    codebook,
    commitments,
    domains,
    evidence,
    findings,
    groups,
    overview,
    pathways,
    questions,
    reference,
    register,
    start,
    states,
    ties,
    women_men,
)
from scoreboard.report.interactive import compare, what_if
from scoreboard.report.site import blocks as site

BLOCKS: dict[str, Callable[..., Any]] = {
    # start page
    "start_findings": start.findings,
    "start_map": start.overview_map,
    "start_explorer": start.explorer,
    "start_changes": changes.latest,
    "tied": ties.sentence,
    "tied_groups": ties.table,
    "start_table": start.overview_table,
    "start_counts": start.counts,
    # states
    "states_table": states.table,
    "state_summary": states.summary,
    "state_standing": states.standing,
    "state_ways_on": states.ways_on,
    "state_against": states.against,
    "state_trends": states.trends,
    "state_moves": states.moves,
    "state_changes": states.changes,
    "state_policy": states.policy_items,
    "state_outcomes": states.outcome_values,
    "state_pathways": pathways.state_pathways,
    "state_commitments": commitments.state_commitments,
    "state_practices": register.state_practices,
    "state_people": characteristics.of_state,
    "state_context": states.context_values,
    "state_sources": states.sources,
    # across domains
    "overview_summary": overview.summary,
    "overview_profiles": overview.profiles,
    "overview_correlations": overview.correlations,
    "overview_dispersion": overview.dispersion,
    "overview_convergence": overview.convergence,
    "overview_dominance": overview.dominance_table,
    # groups of states
    "groups_list": groups.listing,
    "groups_members": groups.members,
    "groups_averages": groups.averages,
    "group_choice": groups.choice,
    # women and men
    "women_men_overview": women_men.overview,
    "women_men_migrants": women_men.within_migrants,
    "women_men_double": women_men.double_gaps,
    "women_men_missing": women_men.missing,
    # audit
    "audit_summary": audit.summary,
    "audit_steps": audit.steps,
    "audit_sensitivity": audit.sensitivities,
    "audit_settled": audit.convergence_of_indices,
    "audit_coherence": audit.coherence,
    # codebook
    "codebook_table": codebook.table,
    "indicator_scoring": codebook.scoring,
    "indicator_data": codebook.data,
    "indicator_people": characteristics.of_indicator,
    "indicator_source": codebook.source,
    "node_lookup": codebook.lookup,
    # findings
    "findings_table": findings.table,
    "finding_here": findings.here,
    # law and practice
    "commitments_summary": commitments.summary,
    "commitments_matrix": commitments.matrix,
    "commitments_timeline": commitments.timeline,
    "commitments_coverage": commitments.coverage,
    "commitments_treaties": commitments.treaties,
    "commitments_rows": commitments.rows,
    "commitments_sources": commitments.sources,
    "practices_summary": register.summary,
    "practices_scale": register.scale,
    "practices_domain": register.domain,
    # questions of policy
    "policy_answers": questions.policy_answers,
    "policy_question": questions.policy_question,
    # explore
    "what_if": what_if.what_if,
    "what_if_answers": what_if.answers,
    "compare": compare.compare,
    "compare_part": compare.place,
    # law and practice
    "pathways_summary": pathways.summary,
    "pathways_filter": pathways.filter_page,
    "pathways_national": pathways.national,
    "pathways_over_time": pathways.over_time,
    "pathways_coverage": pathways.coverage,
    "pathways_fields": pathways.field_list,
    # method, data
    "tree": evidence.tree,
    "index_parameters": evidence.parameters,
    "coverage_summary": evidence.coverage_summary,
    "coverage_matrix": evidence.coverage,
    "findings_summary": evidence.findings_summary,
    "datasets": evidence.datasets,
    "remarks": evidence.remarks,
    "proxies": domains.proxies,
    # use as a library
    "reference": reference.reference,
    # cite, download, contribute
    "cite": site.cite,
    "download_table": site.download_table,
    "api_table": site.api_table,
    "contributing": site.guide,
    "change_list": site.change_list,
    "translations": site.translations,
}
