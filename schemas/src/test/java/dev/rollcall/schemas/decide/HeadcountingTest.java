package dev.rollcall.schemas.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeadcountingTest {

    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final MassChangeRule FIFTH_OF_TEN = new MassChangeRule(true, 20, 10, Duration.ofHours(1));

    static {
        TrustedRecords.trust();
    }

    /** A user who comes (null, true), leaves (true, false) or (true, null), or only changes. */
    private record Step(@Nullable Boolean before, @Nullable Boolean after, int seconds) {}

    @Test
    void holdsTheChangeThatPassesTheShareAndAllAfterIt() {
        Headcount count = leave(Headcounting.first("c", 100), 20, START, FIFTH_OF_TEN);
        assertThat(count.getHold()).as("20 of 100 are not more than a fifth").isNull();

        count = leave(count, 1, START, FIFTH_OF_TEN);
        Hold hold = count.getHold();
        assertThat(hold.getFirst()).isEqualTo(21);
        assertThat(hold.getLeft()).isEqualTo(21);
        assertThat(hold.getUsers()).isEqualTo(100);

        count = Headcounting.after(count, change(22, START, true, true), FIFTH_OF_TEN, START);
        assertThat(count.getHold().getFirst()).isEqualTo(21);
        assertThat(count.getHold().getLast()).isEqualTo(22);
        assertThat(count.getHold().getChanges()).isEqualTo(2);
        assertThat(count.getHold().getDepartures()).isEqualTo(1);
    }

    @Test
    void holdsNothingBelowTheMinimum() {
        Headcount count = leave(Headcounting.first("c", 9), 9, START, FIFTH_OF_TEN);
        assertThat(count.getHold()).isNull();
        assertThat(count.getActiveUsers()).isZero();
    }

    @Test
    void forgetsWhoLeftBeforeTheWindow() {
        Headcount count = leave(Headcounting.first("c", 100), 20, START, FIFTH_OF_TEN);
        count = leave(count, 16, START.plus(Duration.ofMinutes(62)), FIFTH_OF_TEN);
        assertThat(count.getHold()).as("16 of 80").isNull();
        assertThat(leave(count, 1, START.plus(Duration.ofMinutes(63)), FIFTH_OF_TEN)
                        .getHold())
                .isNotNull();
    }

    @Test
    void countsThoseWhoJustCameAmongTheUsersWhoCouldLeave() {
        Headcount count = Headcounting.first("c", 0);
        for (int i = 1; i <= 100; i++) {
            count = Headcounting.after(count, change(i, START, null, true), FIFTH_OF_TEN, START);
        }
        assertThat(leave(count, 20, START, FIFTH_OF_TEN).getHold()).isNull();
    }

    @Test
    void countsAnewOnceAnOperatorHasDecided() {
        Headcount held = leave(Headcounting.first("c", 100), 30, START, FIFTH_OF_TEN);
        Headcount anew = Headcounting.decided(held);
        assertThat(leave(anew, 14, START, FIFTH_OF_TEN).getHold()).isNull();
        assertThat(leave(anew, 15, START, FIFTH_OF_TEN).getHold()).isNotNull();
    }

    @Test
    void holdsNothingWhereTheRuleIsOff() {
        var off = new MassChangeRule(false, 20, 10, Duration.ofHours(1));
        assertThat(leave(Headcounting.first("c", 100), 100, START, off).getHold())
                .isNull();
    }

    @Test
    void aConnectionWithoutARuleOfItsOwnHasFiftyAndAFifthWithinAnHour() {
        assertThat(MassChangeRule.of(null)).isEqualTo(new MassChangeRule(true, 20, 50, Duration.ofHours(1)));
    }

    @Property
    void aFullResyncThatChangesNobodysStandingCountsForNothing(@ForAll("changesOfNobodysStanding") List<Step> steps) {
        Headcount before = Headcounting.first("c", 100);
        assertThat(run(before, steps, FIFTH_OF_TEN)).isSameAs(before);
    }

    @Property
    void holdsExactlyWhereASimpleCountOfTheWindowPasses(@ForAll("steps") List<Step> steps) {
        Headcount count = Headcounting.first("c", 30);
        Instant time = START;
        for (int i = 0; i < steps.size(); i++) {
            time = time.plusSeconds(steps.get(i).seconds());
            count = Headcounting.after(count, change(i + 1, time, steps.get(i)), FIFTH_OF_TEN, time);
            boolean passed = leavers(steps, i) >= 10
                    && leavers(steps, i) * 100 > (active(steps, i) + leavers(steps, i)) * 20
                    && isLeaver(steps.get(i));
            if (passed || count.getHold() != null) {
                assertThat(count.getHold() != null && passed).isTrue();
                return;
            }
        }
    }

    @Property
    void neitherCountsBelowZeroNorLosesAChangeOfAHold(@ForAll("steps") List<Step> steps) {
        var eager = new MassChangeRule(true, 0, 1, Duration.ofHours(1));
        Headcount count = run(Headcounting.first("c", 3), steps, eager);
        assertThat(count.getActiveUsers()).isNotNegative();
        if (count.getHold() != null) {
            assertThat(count.getHold().getLast() - count.getHold().getFirst() + 1)
                    .isEqualTo(count.getHold().getChanges());
            assertThat(count.getHold().getLast()).isEqualTo(steps.size());
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<@Nullable Boolean> standing = Arbitraries.of(true, false).injectNull(0.2);
        return Combinators.combine(standing, standing, Arbitraries.integers().between(0, 600))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<List<Step>> changesOfNobodysStanding() {
        return Arbitraries.of(new Step(true, true, 1), new Step(false, false, 1), new Step(null, false, 1))
                .list();
    }

    /** Within the window, which begins with the minute that the step an hour ago was in. */
    private static long leavers(List<Step> steps, int until) {
        Instant oldest = at(steps, until).minus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
        return IntStream.rangeClosed(0, until)
                .filter(i -> isLeaver(steps.get(i)) && !at(steps, i).isBefore(oldest))
                .count();
    }

    private static long active(List<Step> steps, int until) {
        long active = 30;
        for (Step step : steps.subList(0, until + 1)) {
            boolean was = Boolean.TRUE.equals(step.before());
            boolean is = Boolean.TRUE.equals(step.after());
            active = Math.max(0, active + (is && !was ? 1 : 0) - (was && !is ? 1 : 0));
        }
        return active;
    }

    private static boolean isLeaver(Step step) {
        return Boolean.TRUE.equals(step.before()) && !Boolean.TRUE.equals(step.after());
    }

    private static Instant at(List<Step> steps, int step) {
        return START.plusSeconds(
                steps.subList(0, step + 1).stream().mapToLong(Step::seconds).sum());
    }

    private static Headcount run(Headcount count, List<Step> steps, MassChangeRule rule) {
        Instant time = START;
        for (int i = 0; i < steps.size(); i++) {
            time = time.plusSeconds(steps.get(i).seconds());
            count = Headcounting.after(count, change(i + 1, time, steps.get(i)), rule, time);
        }
        return count;
    }

    private static Headcount leave(Headcount count, int users, Instant time, MassChangeRule rule) {
        for (int i = 0; i < users; i++) {
            count = Headcounting.after(
                    count, change(count.getSequence() + 1, time, true, i % 2 == 0 ? false : null), rule, time);
        }
        return count;
    }

    private static IdentityChange change(long sequence, Instant time, Step step) {
        return change(sequence, time, step.before(), step.after());
    }

    private static IdentityChange change(
            long sequence, Instant time, @Nullable Boolean before, @Nullable Boolean after) {
        return IdentityChange.newBuilder()
                .setId("r-" + sequence)
                .setConnection("c")
                .setSequence(sequence)
                .setTime(time)
                .setKind(EventUris.PUT)
                .setResourceType(ResourceType.USER)
                .setResource("u")
                .setVersion(1)
                .setBefore(before == null ? null : user(before))
                .setAfter(after == null ? null : user(after))
                .setTxn("r")
                .setCause(Cause.REQUEST)
                .build();
    }

    private static UserState user(boolean active) {
        return UserState.newBuilder()
                .setConnection("c")
                .setId("u")
                .setVersion(1)
                .setSequence(1)
                .setCreated(START)
                .setLastModified(START)
                .setAttributes(
                        User.newBuilder().setUserName("u").setActive(active).build())
                .build();
    }
}
