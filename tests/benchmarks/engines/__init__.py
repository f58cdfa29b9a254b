"""The engines side by side: one file an engine, all with the verbs of `base.Competitor`."""
