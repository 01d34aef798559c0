package dev.rollcall.example;

import dev.rollcall.event.User;
import dev.rollcall.event.UserState;

/** What the phone book tells of somebody. */
record Entry(String connection, String id, String name, String department, String mail, String phone, boolean active) {

    static Entry of(UserState state) {
        User user = state.getAttributes();
        String name = user.getDisplayName() == null ? user.getUserName() : user.getDisplayName();
        String department =
                user.getEnterprise() == null ? "" : orEmpty(user.getEnterprise().getDepartment());
        String mail = user.getEmails().stream()
                .map(value -> orEmpty(value.getValue()))
                .findFirst()
                .orElse("");
        String phone = user.getPhoneNumbers().stream()
                .map(value -> orEmpty(value.getValue()))
                .findFirst()
                .orElse("");
        return new Entry(state.getConnection(), state.getId(), name, department, mail, phone, user.getActive());
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}
