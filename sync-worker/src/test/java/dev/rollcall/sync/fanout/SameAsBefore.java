package dev.rollcall.sync.fanout;

import org.hamcrest.BaseMatcher;
import org.hamcrest.Description;
import org.hamcrest.Matcher;

/** Of what is asked for again and again. */
final class SameAsBefore {

    private SameAsBefore() {}

    static Matcher<Integer> number() {
        return new BaseMatcher<>() {
            private int first = -1;

            @Override
            public boolean matches(Object actual) {
                if (first < 0 || first != (int) actual) {
                    boolean isFirst = first < 0;
                    first = (int) actual;
                    return isFirst;
                }
                return true;
            }

            @Override
            public void describeTo(Description description) {
                description.appendText("the same as before");
            }
        };
    }
}
