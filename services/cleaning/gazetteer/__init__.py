"""Cities by name: tables made from GeoNames (CC BY 4.0), one a country, read when the country is first asked for."""

from services.cleaning.gazetteer.table import City, Gazetteer, gazetteer_of, spelling_key

__all__ = ["City", "Gazetteer", "gazetteer_of", "spelling_key"]
