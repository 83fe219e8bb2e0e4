package dev.gosync.testkit;

import dev.gosync.testkit.WiredService.Side;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One mistake that some rules catch.
 *
 * @param name what is wrong
 * @param caughtBy the rules that fail
 * @param message part of what the first of these says
 * @param harness of the broken adapter
 * @param limitations what is declared
 * @param writable whether it is certified as an adapter, or else as a source
 */
record Broken(
        String name,
        List<String> caughtBy,
        String message,
        Supplier<Harness> harness,
        Set<Limitation> limitations,
        boolean writable) {
    /** The same, with limitations. */
    Broken declaring(Limitation... declared) {
        return new Broken(name, caughtBy, message, harness, Set.of(declared), writable);
    }

    /** The same, in what can only be read. */
    Broken asSource() {
        return new Broken(name, caughtBy, message, harness, limitations, false);
    }

    @Override
    public String toString() {
        return caughtBy.get(0) + " " + name;
    }

    /** A mistake of an adapter: the rules that catch it with blanks in between, and what the first of them says. */
    static Broken adapter(String name, String caughtBy, String message, Side.Adapters adapters) {
        return harness(name, caughtBy, message, () -> new Side(adapters));
    }

    /** A mistake of a harness, as {@link #adapter} otherwise. */
    static Broken harness(String name, String caughtBy, String message, Supplier<Harness> harness) {
        return new Broken(name, List.of(caughtBy.split(" ")), message, harness, Set.of(), true);
    }
}
