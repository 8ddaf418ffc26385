"""A fault against a rule, as a value: rules return every one of them, nothing is raised here."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Violation:
    """One fault.

    ``article`` is the article of the regulation it rests on ("9"; "" where it is only a matter of form), ``code`` an
    English name for programs (``hours.overlap``), ``field`` the path of the value (``entries.3.end``; "" for the whole
    request), ``message`` a Chinese sentence that says what is wrong and what to do.
    """

    article: str
    code: str
    field: str
    message: str

    def under(self, prefix: str) -> "Violation":
        """The same fault, its field seen from a larger form."""
        return replace(self, field=f"{prefix}.{self.field}" if self.field else prefix)
