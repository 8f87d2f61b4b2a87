"""The demonstration world: what it says (`data`), how it is written (`loader`), and a large
random one for measurements (`scale`). docs/demonstration.md says what is real."""
