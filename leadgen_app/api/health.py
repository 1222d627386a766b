"""For load balancers and graphs: is the process up, can it work, what are its figures."""

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy.exc import SQLAlchemyError

from services import health
from services.core.clock import now
from services.core.log import get_logger
from services.db import in_system_reading

router = APIRouter(prefix="/api", tags=["health"])
log = get_logger(__name__)

_STARTED_AT = now()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(response: Response) -> dict[str, str]:
    """503 unless the database answers, the queue moves and the clock ticks."""
    try:
        found = await in_system_reading(health.readiness, _STARTED_AT)
    except SQLAlchemyError as error:
        log.error("database_not_reached", reason=type(error).__name__)  # noqa: TRY400  its text holds the address
        found = health.Readiness("cannot be reached", "unknown", "unknown")
    response.status_code = 200 if found.ready else 503
    return {"database": found.database, "queue": found.queue, "clock": found.clock}


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Prometheus's text format."""
    figures = await in_system_reading(health.look)
    registry = CollectorRegistry()
    jobs = Gauge("leadgen_jobs", "Jobs in the queue", ["status"], registry=registry)
    for status, many in figures.jobs.items():
        jobs.labels(status).set(many)
    _gauge(registry, "leadgen_job_oldest_waiting_seconds", "Age of the oldest due job", figures.oldest_waiting_seconds)
    _gauge(registry, "leadgen_clock_age_seconds", "Time since the clock last fired", figures.clock_age_seconds)
    _gauge(registry, "leadgen_database_connections", "Database connections in use", figures.database_connections)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _gauge(registry: CollectorRegistry, name: str, text: str, value: float) -> None:
    Gauge(name, text, registry=registry).set(value)
