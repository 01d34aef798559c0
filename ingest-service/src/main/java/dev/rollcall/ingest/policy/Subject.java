package dev.rollcall.ingest.policy;

import dev.rollcall.event.PolicyRule;

/** Somebody who signs in or has signed in, as far as policies ask. */
@FunctionalInterface
public interface Subject {

    Fit fits(PolicyRule rule);
}
