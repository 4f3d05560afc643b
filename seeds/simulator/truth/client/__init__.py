"""The client figures of KPIS.md, section 4, with sections 6a, 6b and 7.

Where KPIS.md leaves a point open, these figures take it as follows.

Contracts. A successor is the contract that renewed another, by name or by a shared family; its predecessor leaves
the day before it starts. Rule by rule, a family renews only what neither a named successor nor the contract itself
renewed; a terminated contract is renewed by successors alone. Terms after an automatic renewal are as long as the
first one. Grace and gaps count for recurring revenue only: seats, cadence and the like ask for a contract in force
by section 1. Renewed and due value convert at the day that decides the due month. Ties of "lowest id" go by the
native id.

Cohorts. A client is there if some value recurs, in whatever currency: a missing rate is no churn. Amounts without a
rate at the opening are left out at both ends.

Money. A credit note converts and earns margin as on its own day; against payments it lowers what is due, and what
was paid counts up to that. Receivables of an invoice are never negative. Days beyond terms are final once all is
paid.

Windows. Between a date and an instant days count; the 12 months of NPS end with the period's last day or as_of. A
day that is as_of's own is not over: what is due on it is not final.

Scores. A quarter is its last month or as_of; parts are null; the sample of a group is its members. The coverage of
a group is the mean over the members whose score counts. Support without a decided clock is its second part alone;
engagement needs a contract in force and required meetings. The two last quarters are the running one and the one
before.

Adoption leaves out who has no seats in force; receivables without invoices in 90 days still count in groups.
"""
