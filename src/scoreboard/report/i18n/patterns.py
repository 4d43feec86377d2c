"""The sentences that rooms below fill in: each as its code writes it, with a name for every place."""

from scoreboard.report.i18n.messages import N_

OPTIONS = (
    N_("reached already"),
    N_("not enough data for a score"),
    N_("out of reach: no changes of the answers give more than {most}"),
    N_("not enough data: {n} states have a score of {node} in {year}"),
    N_("{title}: no item has answers that earn the same score whatever other states do"),
)
TIME = (
    N_(
        ": in the {states} states with data in all {years} years of {period}, the mean {mean} from {first} to {last}, "
        "and the standard deviation {deviation} from {before} to {after}, a clear trend over the years."
    ),
    N_(
        ": in the {states} states with data in all {years} years of {period}, the mean {mean} from {first} to {last}, "
        "and the standard deviation {deviation} from {before} to {after}, not a clear trend over the years."
    ),
    N_(
        ": in the {states} states with data in all {years} years of {period}, the mean {mean} from {first} to {last}, "
        "and the standard deviation {deviation} from {before} to {after}."
    ),
    N_("fell"),
    N_("stayed"),
    N_("rose"),
    N_("{n} of at least {least} states with all {years} years"),
    N_("{n} of at least 2 years"),
)
AUDIT = (
    N_("ten steps of OECD and JRC, step {n}"),
    N_("{n} of {all} nodes are described"),
    N_("{n} indicators count in the overall; beside it: {others}"),
    N_("{n} indicators count in the overall"),
    N_("{n} of {all} indicators say what they measure and why it matters"),
    N_("{n} of {all} indicators name the dataset of their observations"),
    N_("{n} of {all} indicators say whether more is better"),
    N_("{share} % of the overall's weight rests on proxies; those that are named: {n}"),
    N_("{n} of {all} nodes and indicators have a title"),
    N_("{n} of {all} parts of the overall have a chapter"),
    N_("not checked by code: this project has no book"),
    N_("not checked by code: translations of the pages"),
    N_("not checked by code: what charts show"),
    N_(
        "{n} of {all} pairs of indicator and year have 65 % of the data, observed in that year; {year}: {now} of "
        "{indicators}"
    ),
    N_(
        "{n} of {all} pairs of state and year have 65 % of the data, observed in that year; {year}: {now} of {states}"
    ),
    N_("the year looked at, {year}, is {age} years before {now}"),
    N_("there are no values in {year}"),
    N_("values used for {year} are {mean} years old on average, {oldest} at most"),
    N_("{how}; a node needs {share} % of its weight. Reason given: {words}"),
    N_("nothing is estimated"),
    N_("imputation {method}, up to {n} years"),
    N_("imputation {method}"),
    N_("{now} % of the values of {year} are missing, {always} % of all years"),
    N_("of the values used for {year}, {carried} % are carried forward and {imputed} % are imputed"),
    N_("no state has an overall score in {year}"),
    N_(
        "{n} of {all} overall scores of {year} have 65 % of their weight observed in that year; the least is {least} %"
    ),
    N_("no goalposts: normalisation is {method}"),
    N_("{n} of {all} indicators with goalposts give the reason of their bounds"),
    N_("no values are held against goalposts in {year}"),
    N_("{n} of {all} values of {year} lie beyond their goalposts and count as if at them"),
    N_("{n} of {all} indicators with enough states are the same for all of them in {year}"),
    N_("{n} of {all} indicators have outliers in {year}, by skewness and kurtosis"),
    N_("not enough data in {year}"),
    N_("{what}: {now} in {year}, {always} over all years"),
    N_("pairs of siblings with r below −0.4"),
    N_("pairs of siblings with r above 0.9"),
    N_("share of places with r of at least 0.3 with their group"),
    N_("share of groups with a standardised α of at least 0.7"),
    N_("share of groups with one dimension"),
    N_("share of children whose importance is half to twice their weight"),
    N_("items that hardly move the overall"),
    N_("{n} of {all} factors are declared: {names}"),
    N_("no factor is declared, or too few states have a rank in {year}"),
    N_(
        "the {share} % interval of a rank is {mean} places wide on average, {widest} at most, among {n} states "
        "({draws} draws)"
    ),
    N_("{n} of {all} ranks of {year} lie within their own interval"),
    N_("{n} of {all} pairs of states are in the same order in {share} % of the draws"),
    N_("sensitivity indices were not computed"),
    N_("the mean rank shift does not vary, or has no sensitivity indices"),
    N_(
        "{factor} has the largest total effect on the mean rank shift, {total}; first-order effects sum to {first}"
    ),
    N_("the project has no context indicators"),
    N_(
        "{n} of {all} context indicators have enough states beside the overall of {year}; a correlation is not a cause"
    ),
    N_("no score of {year} comes from an additive rule"),
    N_("{n} scores of {states} states differ by at most {gap} points from the sum of parts"),
)
CASES = (
    N_("{name}: {share} % in {year}, enough in {n} of {all} years"),
    N_("{name}: no value in any year"),
    N_("{name}: {n} of {all} values"),
    N_("{one} and {other}: r {r}, rank correlation {rank}, {n} states"),
    N_("{name}: r {r}, rank correlation {rank}, {n} states"),
    N_("{group}: α {alpha}, standardised {standardised}, {parts} children, {n} states"),
    N_("{group}: eigenvalues above 1: {n}; the first explains {share} %; against it: {names}"),
    N_("{group}: eigenvalues above 1: {n}; the first explains {share} %"),
    N_("{part} in {group}: weight {weight} %, share of importance {share} % ({method}; r² {r})"),
    N_("{part}: effective weight {weight} %, main effect {effect} ({method}; r {r})"),
    N_("level means"),
    N_("local linear"),
    N_("{factor}: not varied"),
    N_("{state}: rank {rank}, interval {low} to {high}"),
    N_("{factor}: first order {first}, total {total}"),
    N_("{name}: skewness {skew}, kurtosis {kurtosis}"),
    N_("{name} of {state}: {low}"),
    N_("{state}: {low} %"),
)
LIMITS = (N_("all"), N_("none"), N_("at least {low}"), N_("at most {high}"), N_("{low} to {high}"))
METHODS = (
    N_("latest"),
    N_("linear"),
    N_("mean"),
    N_("median"),
    N_("multiple"),
    N_("arithmetic"),
    N_("geometric"),
    N_("harmonic"),
    N_("power"),
    N_("rank"),
    N_("borda"),
    N_("copeland"),
    N_("as given"),
)
EVALUATION = (
    N_(
        "Not enough data: {n} of the states that made this change have enough years of the outcome on both sides of "
        "it, and {least} are needed."
    ),
    N_("Not enough data: {n} states can be compared with, and {least} are needed."),
    N_("Not enough data: no years without the change tie those that changed to the others."),
    N_(
        "Before the change the states that changed already moved apart from the others (p = {p}), so what came after "
        "it cannot be told from that."
    ),
    N_(
        "The same test finds a difference where there can be none (p = {p} after correction), so what it finds after "
        "the change, {effect}, cannot be trusted."
    ),
    N_(
        "No difference that can be told from chance: {effect} ({least} to {most}, p = {p}). With so few states one of "
        "less than {detectable} would mostly go unseen, so this is no proof that nothing changed."
    ),
    N_(
        "The difference of {effect} (p = {p}) changes its sign when one state is left out, so it says more of that "
        "state than of the change."
    ),
    N_(
        "After the change the outcome differed by {effect} ({least} to {most}, p = {p}) from what states without the "
        "change would lead one to expect. The checks do not speak against it; still, other things may have changed in "
        "the same states in the same years."
    ),
    N_(
        "{changed} states changed, {others} to compare with, {left} left out, {years}; {better}; {breaks} values are "
        "flagged as breaks in series."
    ),
    N_("{changed} states changed, {others} to compare with, {left} left out, {years}; {better}."),
    N_("{changed} states changed, {others} to compare with, {left} left out; {better}."),
    N_("change moved {n} year earlier"),
    N_("change moved {n} years earlier"),
)
ESTIMATORS = (
    N_("two-way"),
    N_("two-way, jackknife"),
    N_("two-stage"),
    N_("two-stage, by permutation"),
    N_("interaction-weighted"),
    N_("local projections"),
    N_("naive: compares with states that changed earlier as well"),
    N_("naive; errors for few states"),
    N_("Gardner 2022"),
    N_("Sun and Abraham 2021"),
    N_("Dube, Girardi, Jordà and Taylor 2023"),
    N_("the one to read"),
    N_("not estimated: it needs years without holes"),
    N_("not estimated: {words}"),
)
SIZES = (
    N_("{low} percentage points"),
    N_("{low} in the ratio"),
    N_("{low} per 100 foreign citizens"),
    N_("{low} euro"),
)
PATTERNS = (*OPTIONS, *TIME, *AUDIT, *CASES, *LIMITS, *METHODS, *EVALUATION, *ESTIMATORS, *SIZES)
"""All of them, the more special before those that would match too."""
