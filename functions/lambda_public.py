"""What Zappa's handler runs for the public function."""

from functions.app import public

app = public()
