package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.sync.app.ScimPage;
import dev.rollcall.sync.app.ScimReader.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes through all that an app lists of a type, each once, however its pages shift meanwhile; a list that has no end, or
 * ends before it should, is a fault of the app.
 */
final class Listing {

    /** By how much an app may grow while it is listed. */
    private static final long GROWTH = 1_000;

    /** What is gone through at most: of an app that says nothing of its size, nobody could tell an end. */
    private static final int MOST = 2_000_000;

    /** How many pages in a row may have nothing new: some apps skip what they have deleted. */
    private static final int MOST_STALE = 100;

    private final Target target;
    private final ResourceType type;
    private final Set<String> seen = new HashSet<>();
    private final Set<Position> cursors = new HashSet<>();
    private int stale;
    private int mostStale = MOST_STALE;
    private @Nullable Long first;
    private @Nullable Long last;
    private boolean isMoving;

    Listing(Target target, ResourceType type) {
        this.target = target;
        this.type = type;
    }

    /** Takes what is new on each page. */
    interface Taker {

        void take(List<ObjectNode> resources) throws TargetFault, InterruptedException;
    }

    /** How many there are, as the app said last; as were listed where it doesn't say. */
    long told() {
        return last == null ? seen.size() : last;
    }

    /** How many were listed. */
    long listed() {
        return seen.size();
    }

    /** Whether the app had more or fewer at the end than at the beginning. */
    boolean isMoving() {
        return isMoving;
    }

    void each(Taker taker) throws TargetFault, InterruptedException {
        Position position = target.first();
        int count = target.pageSize();
        boolean isWithMembers = true;
        while (true) {
            Optional<ScimPage> answer = target.page(type, position, count, isWithMembers);
            if (answer.isEmpty()) {
                if (count == 1 && (!isWithMembers || type == ResourceType.USER)) {
                    throw new TargetFault("One resource of the app is larger than rollcall.apps.max-answer; raise it.");
                }
                isWithMembers = count > 1 && isWithMembers;
                count = count > 1 ? Math.max(1, count / 4) : target.pageSize();
                position = position instanceof Position.Cursor ? again(count) : position;
                continue;
            }
            ScimPage page = answer.get();
            note(page.total());
            List<ObjectNode> news = page.resources().stream()
                    .filter(one -> seen.add(one.path("id").asString("")))
                    .toList();
            taker.take(news);
            check(page, news, position);
            Optional<Position> next = next(position, page);
            if (next.isEmpty()) {
                break;
            }
            position = next.get();
            if (position instanceof Position.Cursor && !cursors.add(position)) {
                throw new TargetFault("The app's pages have no end: a cursor came again.");
            }
        }
        checkEnd();
    }

    /** A cursor is good for one count only (RFC 9865 §2.1), so all that was seen is gone through once more. */
    private Position again(int count) {
        cursors.clear();
        mostStale = MOST_STALE + seen.size() / count;
        return target.first();
    }

    private void note(@Nullable Long total) {
        if (total == null) {
            return;
        }
        isMoving |= last != null && !last.equals(total);
        first = first == null ? total : first;
        last = total;
    }

    private void check(ScimPage page, List<ObjectNode> news, Position position) throws TargetFault {
        boolean isRepeated = !page.resources().isEmpty()
                && news.isEmpty()
                && position instanceof Position.Index(long start)
                && start > 1
                && start + page.resources().size() - 1 < told();
        if (isRepeated && !isMoving) {
            throw new TargetFault("The app's pages have no end: it answers the same whatever startIndex asks for.");
        }
        stale = news.isEmpty() ? stale + 1 : 0;
        if (stale > mostStale) {
            throw new TargetFault("The app's pages have no end: the last " + stale + " had nothing new.");
        }
        if (seen.size() > MOST) {
            throw new TargetFault("The app lists more than " + MOST + " resources.");
        }
        if (first != null && seen.size() > 2 * first + GROWTH) {
            throw new TargetFault("The app's pages have no end: it said that there are " + first
                    + " resources, and listed " + seen.size() + '.');
        }
    }

    private Optional<Position> next(Position position, ScimPage page) {
        return switch (position) {
            case Position.Cursor _ ->
                page.nextCursor() == null ? Optional.empty() : Optional.of(new Position.Cursor(page.nextCursor()));
            case Position.Index(long start) -> {
                long next = start + page.resources().size();
                yield page.resources().isEmpty() || last != null && next > last
                        ? Optional.empty()
                        : Optional.of(new Position.Index(next));
            }
        };
    }

    private void checkEnd() throws TargetFault {
        if (last != null && !isMoving && seen.size() < last) {
            throw new TargetFault("The app says that it has " + last + " resources, and lists " + seen.size()
                    + ": its totalResults or its pages are wrong.");
        }
    }
}
