package dev.rollcall.bench.report;

import java.time.Duration;

/** What a Rollcall that the bench started took. */
public record Footprint(Duration startUp, long residentBytes) {}
