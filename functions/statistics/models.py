"""Tables of figures: the counters, what of them is published, and what recounting found."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class StatisticCell(Table):
    """One shard of one cell: `name` ends with ``#`` and the shard's number. Only ever added to."""

    class Meta(TableMeta):
        table_name = table_name("statistics")

    period = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)
    amount = NumberAttribute(default=0)
    times = NumberAttribute(default=0)


class PublishedFigures(Table):
    """The figures that anyone may see, one item a district."""

    class Meta(TableMeta):
        table_name = table_name("published_figures")

    district = UnicodeAttribute(hash_key=True)
    as_of = InstantAttribute()
    figures = JSONAttribute()


class RecountItem(Table):
    """What one recount found."""

    class Meta(TableMeta):
        table_name = table_name("statistics_recounts")

    district = UnicodeAttribute(hash_key=True)
    at = InstantAttribute(range_key=True)
    seconds = NumberAttribute()
    cells = NumberAttribute()
    differences = JSONAttribute()
    mended = NumberAttribute(default=0)
