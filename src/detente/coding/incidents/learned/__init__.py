"""Case files by what annotated articles taught: which act, which phrase fills which field."""
