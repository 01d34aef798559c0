package dev.rollcall.bench.cases;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured, in the order in which it is. */
public enum BenchCase {
    CREATES(Kind.CHANGE),
    NOOP_PUTS(Kind.NOOP, Rivals.PUSHES),
    CHANGING_PUTS(Kind.CHANGE, Rivals.PUSHES),
    PATCH_ATTRIBUTE(Kind.CHANGE, Rivals.PUSHES),
    LIST(Kind.READ),
    FILTER(Kind.READ),
    GET(Kind.READ),
    PATCH_SMALL(Kind.CHANGE, Rivals.MEMBERS),
    PATCH_LARGE(Kind.CHANGE, Rivals.MEMBERS),
    FILTER_USERNAME(Kind.READ),
    FILTER_EXTERNAL_ID(Kind.READ),
    FILTER_EMAIL(Kind.READ),
    FILTER_ID(Kind.READ),
    FILTER_GROUP_NAME(Kind.READ),
    PAGE_FIRST(Kind.READ, Rivals.PAGES),
    PAGE_LAST(Kind.READ, Rivals.PAGES),
    LARGE_GROUP_PUT(Kind.STEPS),
    USER_IN_GROUPS(Kind.STEPS),
    MANY_APPS(Kind.DELIVERY),
    DELIVER_WEBHOOK(Kind.DELIVERY),
    DELIVER_SCIM(Kind.DELIVERY),
    DELIVER_100_APPS(Kind.DELIVERY),
    PUSH_TO_DELIVERY(Kind.DELIVERY),
    CATCH_UP(Kind.DELIVERY),
    DRIFT(Kind.DELIVERY),
    REPLAY(Kind.DELIVERY),
    BOOTSTRAP(Kind.RECOVERY),
    REBUILD(Kind.RECOVERY),
    REBUILD_ALONE(Kind.RECOVERY);

    private final Kind kind;
    private final Rivals rivals;

    BenchCase(Kind kind) {
        this(kind, Rivals.NONE);
    }

    BenchCase(Kind kind, Rivals rivals) {
        this.kind = kind;
        this.rivals = rivals;
    }

    private enum Kind {
        /** Each request makes an event. */
        CHANGE,
        /** Each request becomes a record on Kafka, and none makes an event. */
        NOOP,
        READ,
        /** Large things, each done once. */
        STEPS,
        /** What comes to apps, instead of what is asked. */
        DELIVERY,
        /** What is made anew from the log. */
        RECOVERY
    }

    /** Cases that are compared with each other. */
    private enum Rivals {
        NONE,
        PUSHES,
        MEMBERS,
        PAGES
    }

    /** As it is written on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException that names all cases */
    public static BenchCase of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no case " + label + ", only " + all()));
    }

    public static String all() {
        return Arrays.stream(values()).map(BenchCase::label).collect(Collectors.joining(","));
    }

    /** Those that are measured as a load, in rounds: cases that are compared with each other take turns in one. */
    public static List<List<BenchCase>> rounds(List<BenchCase> cases) {
        return List.copyOf(cases.stream()
                .filter(BenchCase::isLoad)
                .collect(Collectors.groupingBy(
                        each -> each.rivals == Rivals.NONE ? each : each.rivals,
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }

    /** Whether a request becomes a record on Kafka. */
    public boolean isWrite() {
        return kind == Kind.CHANGE || kind == Kind.NOOP;
    }

    /** Whether a request makes an event. */
    public boolean isChange() {
        return kind == Kind.CHANGE;
    }

    private boolean isLoad() {
        return isWrite() || kind == Kind.READ;
    }

    /** Whether it is done once, step by step, and not a load. */
    public boolean isSteps() {
        return kind == Kind.STEPS;
    }

    /** Whether it is about what comes to apps. */
    public boolean isDelivery() {
        return kind == Kind.DELIVERY;
    }

    /** Whether it is about what is made anew from the log. */
    public boolean isRecovery() {
        return kind == Kind.RECOVERY;
    }
}
