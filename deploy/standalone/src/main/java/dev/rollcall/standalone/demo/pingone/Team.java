package dev.rollcall.standalone.demo.pingone;

import java.util.Set;

/**
 * A group in PingOne.
 *
 * @param members the employees' numbers
 */
record Team(String name, Set<String> members) {

    Team {
        members = Set.copyOf(members);
    }
}
