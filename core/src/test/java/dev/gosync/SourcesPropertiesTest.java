package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Properties of every combination of two sources, checked on many random ones. Each has a number, its seed. */
@Tag("same-on-every-jdk")
class SourcesPropertiesTest {
    private static final int WORLDS = 5_000;

    private record World(Listing left, Listing right, Matching matching) {
        static World of(int seed) {
            RandomListings listings = new RandomListings(new Random(seed));
            return new World(listings.listing(0), listings.listing(0), listings.matching());
        }

        Listing union() throws InterruptedException {
            return read(Sources.union(matching, operands()));
        }

        Listing intersection() throws InterruptedException {
            return read(Sources.intersection(matching, operands()));
        }

        Listing minus() throws InterruptedException {
            return read(Sources.minus(matching, operands()));
        }

        private List<Source> operands() {
            return List.of(source(left), source(right));
        }

        /** Reads as the engine does, with its checks. */
        private static Listing read(Source source) throws InterruptedException {
            return Reading.read(source).listing();
        }

        private static Source source(Listing listing) {
            return new Source() {
                @Override
                public String name() {
                    return "part";
                }

                @Override
                public Listing get() {
                    return listing;
                }
            };
        }

        /** Every key under which a listing knows one of its things. */
        Set<String> keys(Listing listing, String thing) {
            Set<String> keys = new HashSet<>(Set.of(matching.key(thing)));
            listing.aliases().forEach((alias, listed) -> {
                if (listed.equals(thing)) {
                    keys.add(matching.key(alias));
                }
            });
            return keys;
        }

        Set<String> keys(Listing listing) {
            return listing.things().stream()
                    .flatMap(thing -> keys(listing, thing).stream())
                    .collect(Collectors.toSet());
        }

        boolean isIn(Listing other, Listing listing, String thing) {
            return keys(listing, thing).stream().anyMatch(keys(other)::contains);
        }
    }

    @FunctionalInterface
    private interface Property {
        void check(World world) throws Exception;
    }

    private static void inEveryWorld(Property property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = World.of(seed);
            try {
                property.check(world);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "world " + seed + ": " + world.left.things() + world.left.aliases() + " and "
                                + world.right.things() + world.right.aliases() + " " + world.matching + "\n"
                                + e.getMessage(),
                        e);
            }
        }
    }

    @Test
    void an_intersection_holds_the_left_things_that_are_on_the_right() {
        inEveryWorld(world -> assertThat(world.intersection().things())
                .isEqualTo(world.left.things().stream()
                        .filter(thing -> world.isIn(world.right, world.left, thing))
                        .collect(Collectors.toSet())));
    }

    @Test
    void a_difference_holds_the_other_left_things() {
        inEveryWorld(world -> {
            Set<String> both = new HashSet<>(world.minus().things());
            both.addAll(world.intersection().things());

            assertThat(both).isEqualTo(world.left.things());
            assertThat(world.minus().things()).noneMatch(thing -> world.isIn(world.right, world.left, thing));
        });
    }

    @Test
    void a_union_holds_the_left_things_and_the_right_ones_that_are_not_on_the_left() {
        inEveryWorld(world -> {
            Set<String> expected = new HashSet<>(world.left.things());
            world.right.things().stream()
                    .filter(thing -> !world.isIn(world.left, world.right, thing))
                    .forEach(expected::add);

            assertThat(world.union().things()).isEqualTo(expected);
        });
    }

    @Test
    void a_union_knows_every_spelling_of_both() {
        inEveryWorld(world -> {
            Set<String> keys = new HashSet<>(world.keys(world.left));
            keys.addAll(world.keys(world.right));

            assertThat(world.keys(world.union())).isEqualTo(keys);
        });
    }

    @Test
    void a_source_combined_with_itself_is_itself_or_nothing() {
        inEveryWorld(world -> {
            World twice = new World(world.left, world.left, world.matching);

            assertThat(twice.union().things()).isEqualTo(world.left.things());
            assertThat(twice.intersection().things()).isEqualTo(world.left.things());
            assertThat(twice.minus().things()).isEmpty();
        });
    }
}
