"""The town: districts are built when somebody looks there, and remembered for good."""

from services.sandbox.journal import Journal
from services.sandbox.town.businesses import DISTRICTS, Business, district, district_code
from services.sandbox.town.cities import City, city_named
from services.sandbox.town.industries import Industry, industry_named, slug


class Town:
    """Finds businesses by place, by slug and by the addresses that messages go to."""

    def __init__(self, journal: Journal, seed: int) -> None:
        self.seed = seed
        self._journal = journal
        self._districts: dict[tuple[str, str], list[Business]] = {}
        self._by_address: dict[str, Business] = {}
        self._by_slug: dict[str, Business] = {}
        self._codes: set[int] = set()

    async def load(self) -> None:
        """Rebuild the districts that were visited before, in the order of their first visit."""
        for row in await self._journal.rows("SELECT industry, city FROM district ORDER BY rowid"):
            self._build(industry_named(row["industry"]), city_named(row["city"]))

    async def start_again(self, seed: int) -> None:
        self.__init__(self._journal, seed)

    async def visit(self, industry: Industry, city: City) -> list[Business]:
        """The businesses of `industry` in `city`."""
        key = (industry.key, slug(city.name))
        if key not in self._districts:
            self._build(industry, city)
            await self._journal.execute(
                "INSERT INTO district VALUES (?, ?) ON CONFLICT DO NOTHING", industry.key, city.name
            )
        return self._districts[key]

    def by_address(self, address: str) -> Business | None:
        """The business behind an E.164 number or a lower-case e-mail address."""
        return self._by_address.get(address)

    def by_slug(self, name: str) -> Business | None:
        return self._by_slug.get(name)

    def everyone(self) -> list[Business]:
        return [business for members in self._districts.values() for business in members]

    def _build(self, industry: Industry, city: City) -> None:
        code = district_code(self.seed, industry, city)
        while code in self._codes:
            code = (code + 1) % DISTRICTS
        self._codes.add(code)
        members = district(self.seed, industry, city, code)
        self._districts[industry.key, slug(city.name)] = members
        for business in members:
            self._by_slug.setdefault(business.slug, business)
            for address in (business.phone, business.landline, business.email):
                if address:
                    self._by_address.setdefault(address, business)
