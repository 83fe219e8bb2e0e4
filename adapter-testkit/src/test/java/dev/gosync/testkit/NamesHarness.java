package dev.gosync.testkit;

import java.util.Collection;
import java.util.List;

/** A service whose things are names and not e-mail addresses. The guide for authors shows parts of it. */
final class NamesHarness extends WiredService.Side {
    NamesHarness() {
        super(WiredAdapter::new);
    }

    @Override
    public String thing(int number) {
        return "team-%04d".formatted(number);
    }

    @Override
    public List<String> oddThings() {
        return List.of("-", "_", "0", "a_b", "a-b", "team-", "n".repeat(90));
    }

    @Override
    public void introduce(Collection<String> things) {
        mustBeNames(things);
        super.introduce(things);
    }

    @Override
    public void seed(Collection<String> things) {
        mustBeNames(things);
        super.seed(things);
    }

    private static void mustBeNames(Collection<String> things) {
        if (!things.stream().allMatch(thing -> thing.matches("[A-Za-z0-9_-]+"))) {
            throw new IllegalArgumentException("Such a name cannot be");
        }
    }
}
