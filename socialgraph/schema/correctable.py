"""The fields of a dossier that a resident may put right."""

CODED_FIELDS = ("ownership_type", "occupancy", "renovation_level", "flags")
FIELDS = ("phone", *CODED_FIELDS)
