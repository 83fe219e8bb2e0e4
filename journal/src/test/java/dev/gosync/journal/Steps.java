package dev.gosync.journal;

/** Hears each step of a program before and after it is made. What it throws stops the program there. */
@FunctionalInterface
interface Steps {
    void reached(String step);
}
