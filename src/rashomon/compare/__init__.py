"""The account of an event: what independent origins agree on, where they differ or contradict.

`statements` cuts reports into what is said and by whom, `matching` finds statements about the same
thing, `values`, `polarity` and `holdings` read what can agree or clash, `facts` makes them facts,
`account` orders them and says who is silent.
"""
