"""What programs read of the library: only what anybody may."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groups.library.citing import permalink
from groups.library.selectors import MOST_IN_FEED, MOST_IN_SITEMAP, public_resources


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The last published resources. One query."""
    site = settings.SITE_URL
    feed = Atom1Feed(
        title=_("Bibliothèque du réseau"),
        link=site + reverse("library"),
        description="",
        language="fr",
        feed_url=site + reverse("library_feed"),
        feed_guid=site + reverse("library"),
    )
    for each in public_resources().defer("body", "words")[:MOST_IN_FEED]:
        address = permalink(each)
        feed.add_item(
            title=each.title,
            link=address,
            unique_id=address,
            description=each.summary,
            pubdate=each.accepted_at,
            updateddate=each.updated_at,
            categories=[each.get_kind_display()],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of the library, for search engines. One query."""
    rows = public_resources().only("pk", "updated_at")[:MOST_IN_SITEMAP]
    pages = [(permalink(each), each.updated_at) for each in rows]
    context = {"library": settings.SITE_URL + reverse("library"), "pages": pages}
    return render(request, "library/sitemap.xml", context, content_type="application/xml")
