"""What every table shares: names, constraint naming, checked enums, the customer's key."""

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, Enum, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from services.core.clock import now

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")
BigInt = BigInteger().with_variant(Integer(), "sqlite")


def choice(values: type[StrEnum], length: int = 32) -> Enum:
    """A varchar that holds the enum's values, checked by the database."""
    return Enum(
        values,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=length,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", values.__name__).lower(),
    )


def percentage(column: str) -> CheckConstraint:
    """`column` is a score between 0 and 100."""
    return CheckConstraint(f"{column} BETWEEN 0 AND 100", name=f"{column}_range")


class Table(SQLModel):
    """A table named after its class in snake_case, with times of birth and change."""

    created_at: datetime = Field(default_factory=now, nullable=False)
    updated_at: datetime = Field(default_factory=now, nullable=False, sa_column_kwargs={"onupdate": now})

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  SQLAlchemy passes the class  # pyright: ignore
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class CustomerOwned(Table):
    """A row of one customer's data; the guarded session narrows every statement to it."""

    customer_id: int = Field(default=0, foreign_key="customer.id", index=True, nullable=False)
    __owned__: ClassVar[bool] = True


def json_field(default: Callable[[], dict[str, Any] | list[Any]] = dict) -> Any:
    """A JSON column that is never NULL."""
    return Field(default_factory=default, sa_type=Json, nullable=False)  # pyright: ignore
