"""What law and practice put on record: shown beside the scores, never scored.

Commitments are treaties that a state has signed or is bound by, and precedents and practices what states have
done. Every statement names its source and how sure it is; what is not recorded is never an answer to "no".
"""
