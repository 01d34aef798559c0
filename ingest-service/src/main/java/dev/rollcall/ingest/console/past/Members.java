package dev.rollcall.ingest.console.past;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.Leaf;
import dev.rollcall.ingest.directory.Directory;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriBuilder;

/** Names the members of a group, a page of them at a time. Blocking. */
@Component
public final class Members {

    private final Directory directory;

    Members(Directory directory) {
        this.directory = directory;
    }

    /** @param name the userName of now; the id of who isn't there any more */
    public record Member(String name, String href) {}

    /**
     * A page of a group's members.
     *
     * @param all how many there are
     * @param leaf those of the page, by id, which is by when they came
     * @param earlier where the page before it is; null on the first
     * @param later where the page after it is; null on the last
     */
    public record Part(
            int all,
            Leaf<Member> leaf,
            @Nullable String earlier,
            @Nullable String later) {}

    /**
     * Names those of a page.
     *
     * @param page its number, from 1 on
     * @param here the path of what shows it, with what it is asked for besides
     */
    public Part of(String connection, Collection<String> ids, @Nullable String page, UriBuilder here) {
        Leaf<String> leaf = Leaf.of(List.copyOf(ids), id -> id, page);
        List<Member> members = leaf.entries().stream()
                .map(id -> new Member(name(connection, id), Kind.PERSON.path(connection, id)))
                .toList();
        int number = leaf.number();
        return new Part(
                ids.size(),
                new Leaf<>(members, number, leaf.of()),
                number > 1 ? leaf(here, number - 1) : null,
                number < leaf.of() ? leaf(here, number + 1) : null);
    }

    private static String leaf(UriBuilder here, int number) {
        return here.replaceQueryParam("page", number).build().toString();
    }

    private String name(String connection, String id) {
        return directory
                .user(connection, id)
                .map(user -> user.getAttributes().getUserName())
                .orElse(id);
    }
}
