package dev.rollcall.standalone.demo;

/** Something that goes wrong in the real world, and the way out of it that operators have. */
sealed interface Drill permits LostDatabase, ForgetfulApp, TamperedApp {

    /** What is about to be done, in a few words. */
    String intent();

    /**
     * Does it, and mends it.
     *
     * @return what was done, in a few words
     */
    String run();
}
