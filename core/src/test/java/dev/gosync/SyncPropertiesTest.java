package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Properties of every plan and every run, checked on many small random worlds in which spellings, aliases, kept and
 * protected things collide often. Each world has a number, its seed.
 */
@Tag("same-on-every-jdk")
class SyncPropertiesTest {
    private static final int WORLDS = 5_000;
    private static final List<Mode> MODES = List.of(Mode.values());

    /** A random source, destination and sync. */
    private static final class World {
        final Random random;
        final Listing source;
        final Listing destination;
        final Matching matching;
        final Mode mode;
        final List<String> protectedThings;
        final InMemoryPlace people;
        final InMemoryPlace team;
        final Sync sync;

        World(int seed) {
            random = new Random(seed);
            RandomListings listings = new RandomListings(random);
            matching = listings.matching();
            source = random.nextInt(4) == 0
                    ? ListingAlgebra.union(listings.listing(1), listings.listing(1), listings.matching())
                    : listings.listing(1);
            destination = listings.listing(0);
            mode = MODES.get(random.nextInt(MODES.size()));
            protectedThings = listings.spellings(random.nextInt(2));
            people = place("people", source);
            team = place("team", destination);
            sync = Sync.from(people)
                    .mode(mode)
                    .matching(matching)
                    .protect(protectedThings)
                    .guard(Guards.maxRemovals(1000))
                    .guard(Guards.allowFullReplacement())
                    .guard(Guards.allowEmptyDestination());
        }

        private static InMemoryPlace place(String name, Listing listing) {
            InMemoryPlace place = InMemoryPlace.of(name, listing.things());
            listing.aliases().forEach(place::alias);
            listing.kept().forEach(place::kept);
            return place;
        }

        /** The keys under which a listing knows the person behind this thing. */
        Set<String> keys(Listing listing, String thing) {
            Set<String> keys = new HashSet<>(Set.of(matching.key(thing)));
            listing.aliases().forEach((alias, listed) -> {
                if (matching.key(listed).equals(matching.key(thing))) {
                    keys.add(matching.key(alias));
                }
            });
            return keys;
        }

        /**
         * The keys of a source's thing, and of all other listed things that are the same person because the key of one is an
         * alias of the other.
         */
        Set<String> keysOfPerson(String thing) {
            Set<String> listedKeys = source.things().stream().map(matching::key).collect(Collectors.toSet());
            Set<String> persons = new HashSet<>(Set.of(matching.key(thing)));
            Deque<String> open = new ArrayDeque<>(persons);
            while (!open.isEmpty()) {
                String key = open.remove();
                source.aliases().forEach((alias, listed) -> {
                    String aliasKey = matching.key(alias);
                    String listedKey = matching.key(listed);
                    if (listedKeys.contains(aliasKey) && (aliasKey.equals(key) || listedKey.equals(key))) {
                        for (String found : List.of(aliasKey, listedKey)) {
                            if (persons.add(found)) {
                                open.add(found);
                            }
                        }
                    }
                });
            }
            Set<String> keys = new HashSet<>();
            source.things().stream()
                    .filter(other -> persons.contains(matching.key(other)))
                    .forEach(other -> keys.addAll(keys(source, other)));
            return keys;
        }

        /** Whether a member means something that the source wants, by a chain of keys and aliases. */
        boolean isWanted(String member) {
            return new Chains(List.of(source, destination), List.of(matching), Map.of())
                    .meanOne(List.of(member), source.things());
        }

        /** Whether the destination or an option keeps this member, or another of the same key. */
        boolean isKept(String member) {
            Set<String> folded =
                    protectedThings.stream().map(Matching.ignoringCase()::key).collect(Collectors.toSet());
            Set<String> keys = protectedThings.stream().map(matching::key).collect(Collectors.toSet());
            return destination.things().stream()
                    .filter(other -> matching.key(other).equals(matching.key(member)))
                    .anyMatch(other -> {
                        Set<String> spellings = new HashSet<>(Set.of(other));
                        destination.aliases().forEach((alias, listed) -> {
                            if (listed.equals(other)) {
                                spellings.add(alias);
                            }
                        });
                        return destination.kept().containsKey(other)
                                || spellings.stream()
                                        .anyMatch(spelling -> keys.contains(matching.key(spelling))
                                                || folded.contains(
                                                        Matching.ignoringCase().key(spelling)));
                    });
        }

        @Override
        public String toString() {
            return source.things() + " " + source.aliases() + " -> " + destination.things() + " "
                    + destination.aliases() + " kept " + destination.kept() + " protected " + protectedThings + " "
                    + mode + " " + matching;
        }
    }

    /** Which spellings mean one member, by a chain of keys, aliases and what a preview says. */
    private static final class Chains {
        private final List<Set<String>> sets = new ArrayList<>();

        Chains(List<Listing> listings, List<Matching> matchings, Map<String, String> sameAs) {
            Map<String, String> links = new LinkedHashMap<>(sameAs);
            Set<String> spellings = new LinkedHashSet<>();
            List<Set<String>> joined = new ArrayList<>();
            for (Listing listing : listings) {
                spellings.addAll(listing.things());
                spellings.addAll(listing.aliases().keySet());
                listing.aliases().forEach((alias, thing) -> joined.add(Set.of(alias, thing)));
            }
            links.forEach((one, other) -> {
                spellings.addAll(List.of(one, other));
                joined.add(new HashSet<>(List.of(one, other)));
            });
            spellings.forEach(spelling -> joined.add(Set.of(spelling)));
            for (Matching matching : matchings) {
                joined.addAll(spellings.stream()
                        .collect(Collectors.groupingBy(matching::key, Collectors.toSet()))
                        .values());
            }
            joined.forEach(this::join);
        }

        private void join(Set<String> spellings) {
            Set<String> all = new HashSet<>(spellings);
            sets.removeIf(set -> {
                boolean meets = !Collections.disjoint(set, spellings);
                if (meets) {
                    all.addAll(set);
                }
                return meets;
            });
            sets.add(all);
        }

        boolean meanOne(Collection<String> some, Collection<String> others) {
            return sets.stream()
                    .anyMatch(set -> !Collections.disjoint(set, some) && !Collections.disjoint(set, others));
        }
    }

    /** A place that knows accounts: some spellings mean an account that it lists under another one. */
    private static final class AccountPlace implements Adapter {
        final Map<String, String> accounts = new HashMap<>();
        final Set<String> unknown = new HashSet<>();
        final Set<String> members;
        final Map<String, String> aliases;
        final Matching matching;
        final boolean tells;
        final Set<String> asked = new HashSet<>();

        AccountPlace(Random random, RandomListings listings, Listing listing) {
            members = new LinkedHashSet<>(listing.things());
            aliases = new LinkedHashMap<>(listing.aliases());
            matching = random.nextBoolean()
                    ? listings.matching()
                    : Matching.by(thing -> "cde".contains(thing.toLowerCase(Locale.ROOT)) ? "second" : thing);
            tells = random.nextInt(4) > 0;
            List<String> targets = listings.spellings(3);
            for (String spelling : listings.spellings(random.nextInt(6))) {
                if (!targets.contains(spelling)) {
                    accounts.put(spelling, targets.get(random.nextInt(targets.size())));
                }
            }
            unknown.addAll(listings.spellings(random.nextInt(4)));
        }

        String account(String thing) {
            return accounts.getOrDefault(thing, thing);
        }

        /** Whether the place has a member for a thing. */
        boolean has(String thing) {
            String key = matching.key(account(thing));
            return Stream.concat(members.stream(), aliases.keySet().stream())
                    .anyMatch(spelling -> matching.key(spelling).equals(key));
        }

        private AdapterException refusal(String thing) {
            return AdapterException.of(FailureKind.UNKNOWN_THING, "accounts", "add", thing + " is unknown")
                    .build();
        }

        @Override
        public String name() {
            return "accounts";
        }

        @Override
        public Matching matching() {
            return matching;
        }

        @Override
        public Listing get() {
            return new Listing(members, aliases, Map.of(), Map.of());
        }

        @Override
        public Preview preview(List<String> additions) {
            asked.addAll(additions);
            if (!tells) {
                return Preview.nothing();
            }
            Map<String, Failure> failures = new HashMap<>();
            Map<String, String> sameAs = new HashMap<>();
            for (String addition : additions) {
                if (unknown.contains(addition)) {
                    failures.put(addition, refusal(addition).failure());
                }
                if (accounts.containsKey(addition)) {
                    sameAs.put(addition, account(addition));
                }
            }
            return new Preview(failures, sameAs);
        }

        /** What the preview said about those that were asked for. */
        Map<String, String> told() {
            return accounts.entrySet().stream()
                    .filter(entry -> tells && asked.contains(entry.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                if (has(thing)) {
                    outcomes.alreadyThere(thing);
                } else if (unknown.contains(thing)) {
                    throw refusal(thing);
                } else {
                    members.add(account(thing));
                }
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> {
                members.remove(thing);
                aliases.values().removeIf(thing::equals);
            });
        }
    }

    /** A world whose destination tells by its matching and its preview what the spellings mean. */
    private static final class AccountWorld {
        final World world;
        final AccountPlace place;
        final Sync sync;

        AccountWorld(int seed) {
            world = new World(seed);
            place = new AccountPlace(world.random, new RandomListings(world.random), world.destination);
            sync = world.sync.guard(Guards.allowShrinking()).tolerate(FailureKind.UNKNOWN_THING);
        }

        Chains chains() {
            return new Chains(
                    List.of(world.source, world.destination), List.of(world.matching, place.matching), place.told());
        }

        /**
         * Whether the place takes for one account what the sync takes for one, and no alias of one person in the source is a
         * spelling of another person for the place.
         */
        boolean isConsistent() {
            Set<String> spellings = new HashSet<>(world.source.things());
            place.accounts.forEach((one, other) -> spellings.addAll(List.of(one, other)));
            boolean sameAccounts = spellings.stream()
                    .collect(Collectors.groupingBy(
                            world.matching::key,
                            Collectors.mapping(thing -> world.matching.key(place.account(thing)), Collectors.toSet())))
                    .values()
                    .stream()
                    .allMatch(accounts -> accounts.size() == 1);
            return sameAccounts
                    && world.source.aliases().entrySet().stream()
                            .noneMatch(alias -> Stream.concat(
                                            world.source.things().stream(), world.source.aliases().keySet().stream())
                                    .filter(other -> !world.source
                                            .aliases()
                                            .getOrDefault(other, other)
                                            .equals(alias.getValue()))
                                    .anyMatch(other ->
                                            place.matching.key(other).equals(place.matching.key(alias.getKey()))));
        }

        @Override
        public String toString() {
            return world + " place " + place.matching + " " + place.accounts + " unknown " + place.unknown + " tells "
                    + place.tells;
        }
    }

    @FunctionalInterface
    private interface AccountProperty {
        void check(AccountWorld world, Plan plan) throws Exception;
    }

    private static void inEveryAccountWorld(AccountProperty property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            AccountWorld world = new AccountWorld(seed);
            try {
                property.check(world, world.sync.plan(world.place));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("world " + seed + ": " + world + "\n" + e.getMessage(), e);
            }
        }
    }

    @Test
    void an_addition_and_a_removal_never_mean_one_member_by_any_chain_of_keys_aliases_and_preview() {
        inEveryAccountWorld((world, plan) -> {
            Set<String> additions = new HashSet<>(plan.additions());
            additions.addAll(plan.cannotAdd().keySet());
            assertThat(world.chains().meanOne(additions, plan.removals())).isFalse();
        });
    }

    @Test
    void nobody_is_removed_whom_the_source_wants_by_any_chain_of_keys_aliases_and_preview() {
        inEveryAccountWorld(
                (world, plan) -> assertThat(world.chains().meanOne(plan.removals(), world.world.source.things()))
                        .isFalse());
    }

    @Test
    void everything_that_the_source_wants_is_accounted_for_once() {
        inEveryAccountWorld((world, plan) -> {
            assertThat(plan.additions())
                    .noneMatch(plan.cannotAdd()::containsKey)
                    .noneMatch(plan.alreadyThere()::containsKey);
            assertThat(plan.cannotAdd().keySet()).noneMatch(plan.alreadyThere()::containsKey);
            assertThat(plan.alreadyThere().keySet()).allMatch(world.world.source.things()::contains);
            assertThat(plan.alreadyThere().values()).allMatch(world.world.destination.things()::contains);
            assertThat(plan.removals()).noneMatch(plan.alreadyThere()::containsValue);
        });
    }

    @Test
    void nobody_whom_the_source_wants_loses_access() {
        int[] runs = {0};
        inEveryAccountWorld((world, plan) -> {
            if (world.world.mode == Mode.REMOVE_ONLY) {
                return;
            }
            List<String> had =
                    world.place.asked.stream().filter(world.place::has).toList();
            applied(world, plan);

            assertThat(had).allMatch(world.place::has);
            runs[0]++;
        });
        assertThat(runs[0]).isGreaterThan(WORLDS / 2);
    }

    @Test
    void running_again_changes_nothing_whatever_the_place_knows() {
        int[] clean = {0};
        inEveryAccountWorld((world, plan) -> {
            if (!world.place.tells || !world.isConsistent() || !applied(world, plan)) {
                return;
            }
            Plan again = world.sync.plan(world.place);

            assertThat(again.removals()).isEmpty();
            assertThat(again.additions()).isEmpty();
            clean[0]++;
        });
        assertThat(clean[0]).isGreaterThan(WORLDS / 10);
    }

    /** Applies a plan, and returns whether everything is done or skipped. */
    private static boolean applied(AccountWorld world, Plan plan) {
        try {
            return world.sync.apply(plan, world.place).isClean();
        } catch (SyncException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Property {
        void check(World world, Plan plan) throws Exception;
    }

    private static void inEveryWorld(Property property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed);
            try {
                property.check(world, world.sync.plan(world.team));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("world " + seed + ": " + world + "\n" + e.getMessage(), e);
            }
        }
    }

    @Test
    void an_addition_and_a_removal_never_stand_for_one_member() {
        inEveryWorld((world, plan) -> {
            for (String removal : plan.removals()) {
                Set<String> keys = world.keys(world.destination, removal);
                for (String addition : plan.additions()) {
                    assertThat(world.keysOfPerson(addition)).doesNotContainAnyElementsOf(keys);
                }
            }
        });
    }

    @Test
    void additions_are_in_order_in_the_sources_spelling_and_unique_by_key() {
        inEveryWorld((world, plan) -> {
            assertThat(plan.additions()).isSorted().doesNotHaveDuplicates();
            assertThat(world.source.things()).containsAll(plan.additions());
            assertThat(plan.additions().stream().map(world.matching::key)).doesNotHaveDuplicates();
        });
    }

    @Test
    void removals_are_in_order_in_the_destinations_spelling_and_none_is_wanted_or_kept() {
        inEveryWorld((world, plan) -> {
            assertThat(plan.removals()).isSorted().doesNotHaveDuplicates();
            assertThat(world.destination.things()).containsAll(plan.removals());
            assertThat(plan.removals()).noneMatch(world::isWanted).noneMatch(world::isKept);
        });
    }

    @Test
    void kept_members_are_in_order_and_neither_removed_nor_wanted() {
        inEveryWorld((world, plan) -> {
            assertThat(world.destination.things()).containsAll(plan.kept().keySet());
            assertThat(plan.kept().keySet())
                    .noneMatch(plan.removals()::contains)
                    .noneMatch(world::isWanted)
                    .allMatch(world::isKept);
            assertThat(List.copyOf(plan.kept().keySet())).isSorted();
        });
    }

    @Test
    void the_destination_is_as_promised_after_a_run() {
        inEveryWorld((world, plan) -> {
            Report report = world.sync.apply(plan, world.team);

            Set<String> expected = new TreeSet<>(world.destination.things());
            expected.removeAll(plan.removals());
            expected.addAll(plan.additions());
            assertThat(world.team.members()).isEqualTo(expected);
            assertThat(report.isClean()).isTrue();
            assertThat(report.count(State.DONE)).isEqualTo(report.outcomes().size());
            if (world.mode.actions().contains(Action.ADD)) {
                assertEverybodyIsThere(world);
            }
            if (world.mode.actions().contains(Action.REMOVE)) {
                assertNobodyElseIsThere(world, plan);
            }
        });
    }

    @Test
    void running_again_changes_nothing() {
        inEveryWorld((world, plan) -> {
            world.sync.apply(plan, world.team);

            Plan again = world.sync.plan(world.team);

            assertThat(again.additions()).isEmpty();
            assertThat(again.removals()).isEmpty();
        });
    }

    @Test
    void the_order_in_which_places_list_things_makes_no_difference() {
        inEveryWorld((world, plan) -> {
            Sync reversed = Sync.from(World.place("people", reversed(world.source)))
                    .mode(world.mode)
                    .matching(world.matching)
                    .protect(world.protectedThings);

            Plan same = reversed.plan(World.place("team", reversed(world.destination)));

            assertThat(same.additions()).isEqualTo(plan.additions());
            assertThat(same.removals()).isEqualTo(plan.removals());
            assertThat(same.kept()).isEqualTo(plan.kept());
            assertThat(same.warnings()).isEqualTo(plan.warnings());
        });
    }

    @Test
    void a_failure_here_and_there_leaves_the_rest_done_and_a_second_run_completes_it() {
        inEveryWorld((world, plan) -> {
            Set<String> failing = new HashSet<>();
            plan.change().additions().stream()
                    .filter(thing -> world.random.nextInt(3) == 0)
                    .forEach(failing::add);
            boolean[] down = {true};
            world.team.onAdd(thing -> {
                if (down[0] && failing.contains(thing)) {
                    throw world.team.failure(FailureKind.UNKNOWN_THING);
                }
            });

            try {
                Report report = world.sync.apply(plan, world.team);
                assertThat(failing).isEmpty();
                assertThat(report.isClean()).isTrue();
            } catch (SyncException e) {
                assertThat(e.reports().get(0).outcomes()).allSatisfy(outcome -> {
                    boolean there = world.team.members().contains(outcome.thing());
                    boolean done = outcome.state() == State.DONE;
                    assertThat(there).isEqualTo(done == (outcome.action() == Action.ADD));
                });
            }
            down[0] = false;
            Report second = world.sync.syncWith(world.team);

            assertThat(second.isClean()).isTrue();
            assertThat(world.sync.plan(world.team).isEmpty()).isTrue();
        });
    }

    private static void assertEverybodyIsThere(World world) {
        Set<String> keysThere = new HashSet<>();
        world.team.members().forEach(member -> keysThere.addAll(world.keys(world.destination, member)));
        world.team.members().stream()
                .filter(world.source.things()::contains)
                .forEach(member -> keysThere.addAll(world.keysOfPerson(member)));
        assertThat(world.source.things())
                .allMatch(thing -> world.keysOfPerson(thing).stream().anyMatch(keysThere::contains));
    }

    private static void assertNobodyElseIsThere(World world, Plan plan) {
        assertThat(world.team.members())
                .allMatch(member -> plan.additions().contains(member)
                        || world.isKept(member)
                        || world.destination.things().stream()
                                .filter(other -> world.matching.key(other).equals(world.matching.key(member)))
                                .anyMatch(world::isWanted));
    }

    private static Listing reversed(Listing listing) {
        return new Listing(reversed(listing.things()), reversed(listing.aliases()), listing.kept(), listing.leftOut());
    }

    private static Set<String> reversed(Set<String> things) {
        List<String> list = new ArrayList<>(things);
        Collections.reverse(list);
        return new LinkedHashSet<>(list);
    }

    private static Map<String, String> reversed(Map<String, String> map) {
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed(map.keySet()).forEach(key -> reversed.put(key, String.valueOf(map.get(key))));
        return reversed;
    }
}
