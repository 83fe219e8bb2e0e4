package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Properties of every plan and every run at places that know accounts: their matching and their preview say which spellings mean
 * one member. The worlds are those of {@link SyncPropertiesTest}.
 */
@Tag("same-on-every-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountPropertiesTest {
    private static final int WORLDS = 5_000;

    private final Map<Integer, AccountWorld> planned = new HashMap<>();

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
        final RandomWorld world;
        final AccountPlace place;
        final Sync sync;
        private @Nullable Plan plan;

        AccountWorld(int seed) {
            world = new RandomWorld(seed);
            place = new AccountPlace(world.random, new RandomListings(world.random), world.destination);
            sync = world.sync.guard(Guards.allowShrinking()).tolerate(FailureKind.UNKNOWN_THING);
        }

        /** The plan, made once, for properties that apply nothing. */
        Plan plan() throws InterruptedException {
            Plan made = plan;
            if (made == null) {
                made = sync.plan(place);
                plan = made;
            }
            return made;
        }

        RandomWorld.Chains chains() {
            return new RandomWorld.Chains(
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
            check(property, seed, new AccountWorld(seed));
        }
    }

    /** For properties that only look at the plan: each world is made and planned once. */
    private void onEveryPlan(AccountProperty property) {
        for (int seed = 0; seed < WORLDS; seed++) {
            check(property, seed, planned.computeIfAbsent(seed, AccountWorld::new));
        }
    }

    private static void check(AccountProperty property, int seed, AccountWorld world) {
        try {
            property.check(world, world.plan());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("world " + seed + ": " + world + "\n" + e.getMessage(), e);
        }
    }

    @Test
    void an_addition_and_a_removal_never_mean_one_member_by_any_chain_of_keys_aliases_and_preview() {
        onEveryPlan((world, plan) -> {
            Set<String> additions = new HashSet<>(plan.additions());
            additions.addAll(plan.cannotAdd().keySet());
            assertThat(world.chains().meanOne(additions, plan.removals())).isFalse();
        });
    }

    @Test
    void nobody_is_removed_whom_the_source_wants_by_any_chain_of_keys_aliases_and_preview() {
        onEveryPlan((world, plan) -> assertThat(world.chains().meanOne(plan.removals(), world.world.source.things()))
                .isFalse());
    }

    @Test
    void everything_that_the_source_wants_is_accounted_for_once() {
        onEveryPlan((world, plan) -> {
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
}
