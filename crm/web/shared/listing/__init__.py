"""One list: the engine behind every list of the desk.

`address` reads and writes the address of a list, which holds the whole view; `cells` draws values; `chips` puts filters
into words; `page` puts them together. A page room registers a `ListPage` and calls `show_list`.
"""

from crm.web.shared.listing.address import Address, read_address
from crm.web.shared.listing.page import ListPage, add_list, find_list, get_list, list_url, show_list

__all__ = ["Address", "ListPage", "add_list", "find_list", "get_list", "list_url", "read_address", "show_list"]
