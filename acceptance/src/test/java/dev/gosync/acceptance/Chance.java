package dev.gosync.acceptance;

import dev.gosync.testkit.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What is left to chance in a history. One seed always makes the same choices. For one thread at a time. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    /** {@return a number from 0 up to, but not including, the limit} */
    int below(int limit) {
        return random.nextInt(limit);
    }

    boolean oneIn(int times) {
        return below(times) == 0;
    }

    boolean evenly() {
        return random.nextBoolean();
    }

    <T> T oneOf(List<T> things) {
        return things.get(below(things.size()));
    }

    /** {@return some people, in any order, at most so many; often none} */
    List<String> some(List<String> from, int most) {
        List<String> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, below(Math.min(most, from.size()) + 1)));
    }

    /** {@return the same people; some have a capital letter, as sources may spell them} */
    List<String> spelled(List<String> things) {
        return things.stream()
                .map(thing -> oneIn(4) ? thing.substring(0, 1).toUpperCase(Locale.ROOT) + thing.substring(1) : thing)
                .toList();
    }

    Fault fault() {
        return RandomFaults.next(random);
    }
}
