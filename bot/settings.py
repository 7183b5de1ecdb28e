"""Settings from the environment, read once. A missing or wrong one is one clear line and exit code 2."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]+:\S+")


class Settings(BaseSettings):
    """All of Kawal's settings; each is an environment variable with the prefix KAWAL_."""

    model_config = SettingsConfigDict(env_prefix="KAWAL_", frozen=True)

    bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    database_url: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_port: int = Field(default=8080, ge=0, le=65535)
    send_rate: float = Field(default=25, gt=0, le=30)
    """Messages a second of the sender; Telegram allows about 30."""
    data_dir: Path = Path("data")
    log_format: str = Field(default="text", pattern="^(text|json)$")
    clock_url: str | None = None
    """Simulator only: where bot and scheduler read the time."""

    @field_validator("telegram_api_url")
    @classmethod
    def _http(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return url.rstrip("/")

    @property
    def database(self) -> str:
        """The database URL; a SQLite file in the data folder unless set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kawal.db'}"

    @property
    def vault(self) -> Path:
        """Where evidence lies."""
        return self.data_dir / "vault"

    def token(self) -> str:
        """The bot token. Raises WrongSetting when there is none or it has not the form of one."""
        if self.bot_token is None:
            raise WrongSetting(
                "KAWAL_BOT_TOKEN is not set: get a token from @BotFather, or try `make demo`, which needs none"
            )
        token = self.bot_token.get_secret_value().strip()
        if TOKEN.fullmatch(token) is None:
            raise WrongSetting("KAWAL_BOT_TOKEN does not look like a token (123456:ABC...)")
        return token


class WrongSetting(Exception):
    """A setting is missing or wrong; the text is one line that says which and what to do."""


def read() -> Settings:
    """The settings of this process. Raises WrongSetting."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "KAWAL_" + "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"{name}: {first['msg']}") from None
