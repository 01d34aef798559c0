package dev.rollcall.standalone.demo.pingone;

import org.jspecify.annotations.Nullable;

/**
 * A made-up person as PingOne has her.
 *
 * @param number never changes
 * @param remoteId what the SCIM server calls her, once PingOne knows
 */
record Employee(
        String number,
        String userName,
        String given,
        String family,
        String title,
        String department,
        Status status,
        @Nullable String remoteId) {

    enum Status {
        ENABLED,
        DISABLED,
        /** Deleted in PingOne; kept only until the SCIM server has been told. */
        DELETED
    }

    boolean isEnabled() {
        return status == Status.ENABLED;
    }

    boolean isDeleted() {
        return status == Status.DELETED;
    }

    Employee moved(String title, String department) {
        return new Employee(number, userName, given, family, title, department, status, remoteId);
    }

    Employee renamed(String family, String userName) {
        return new Employee(number, userName, given, family, title, department, status, remoteId);
    }

    Employee now(Status status) {
        return new Employee(number, userName, given, family, title, department, status, remoteId);
    }

    Employee known(@Nullable String remoteId) {
        return new Employee(number, userName, given, family, title, department, status, remoteId);
    }
}
