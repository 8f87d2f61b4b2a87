"""What the library adds to the world."""

from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from groups.library.importing import read_lines
from groups.library.models import ImportDraft, Resource, ResourceFile
from groups.library.services import add_resource, remove_resource, suggest_resource


@dataclass
class LibraryParts:
    resource: Resource
    private: Resource
    # Of the member.
    suggestion: Resource
    removed: Resource
    file: ResourceFile
    private_file: ResourceFile
    # Of the facilitator.
    draft: ImportDraft
    public_words: set[str] = field(default_factory=set)
    private_words: set[str] = field(default_factory=set)
    suggested_words: set[str] = field(default_factory=set)
    draft_words: set[str] = field(default_factory=set)
    removed_words: set[str] = field(default_factory=set)

    @property
    def keepers_words(self) -> set[str]:
        """What the facilitators of any group read of it."""
        return self.private_words | self.suggested_words | self.removed_words


def library_parts(people, canary) -> LibraryParts:
    """One resource of each kind of reader; each says words that no other says."""
    facilitator, member = people["facilitator"], people["member"]

    def content(name: str, **more) -> dict:
        return {
            "title": canary("ressource", name),
            "summary": canary("resume", name),
            "keywords": [canary("motcle", name)],
            "kind": "study",
            **more,
        }

    def words(resource: Resource, *files: ResourceFile) -> set[str]:
        keywords = {each.label for each in resource.keywords.all()}
        return {resource.title, resource.summary, *keywords, *(each.filename for each in files)}

    def stored(resource: Resource, name: str) -> ResourceFile:
        return ResourceFile.objects.create(
            resource=resource,
            filename=f"{canary('fichier', name)}.txt",
            content_type="text/plain",
            file=ContentFile(b"x", name="x"),
            size=1,
        )

    public = add_resource(by=facilitator, **content("publique"))
    private = add_resource(by=facilitator, **content("reservee", is_private=True))
    suggestion = suggest_resource(by=member, **content("proposee"))
    removed = add_resource(by=facilitator, **content("retiree"))
    remove_resource(resource=removed, by=facilitator)
    dump = canary("import")
    draft = ImportDraft.objects.create(
        author=facilitator,
        name=canary("nomImport"),
        lines=read_lines(f"{dump}\nType de ressource\nAutres\nRessource privée\nNon\nRésumé\n"),
    )
    file, private_file = stored(public, "publique"), stored(private, "reservee")
    return LibraryParts(
        resource=public,
        private=private,
        suggestion=suggestion,
        removed=removed,
        file=file,
        private_file=private_file,
        draft=draft,
        public_words=words(public, file),
        private_words=words(private, private_file),
        suggested_words=words(suggestion),
        draft_words={dump, draft.name},
        removed_words=words(removed),
    )
