"""Files that people shared in Slack."""

import requests

from bot.gateways.fetch import Address, ask, read_address
from bot.ports import Busy, File, Refused

LARGEST = 100 * 1024 * 1024  # bytes
TIMEOUT_SECONDS = 20.0
SLACK = ".slack.com"


class SlackFiles:
    """Fetches them with the bot's token, which is shown to nobody but Slack."""

    def __init__(self, token: str, api_url: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}
        self._api = read_address(api_url)

    def download(self, url: str) -> File:
        address = read_address(url)
        if address is None or not self._is_slack(address):
            raise Refused("the file is not at Slack")
        with requests.Session() as session:
            session.trust_env = False  # a .netrc of the machine would replace the token
            answer, file = ask(session, address, LARGEST, TIMEOUT_SECONDS, headers=self._headers)
        if answer.status_code == requests.codes.ok:
            return file
        if answer.status_code == requests.codes.too_many_requests or answer.status_code >= 500:
            raise Busy(f"Slack answered {answer.status_code} for a file")
        if answer.is_redirect:  # to its sign-in page: followed, the token would be shown to any address
            raise Refused("Slack asked us to sign in")
        raise Refused("Slack no longer has it")

    def _is_slack(self, address: Address) -> bool:
        if self._api and (address.scheme, address.host) == (self._api.scheme, self._api.host):
            return True
        return address.scheme == "https" and address.host.endswith(SLACK)
