package dev.gosync;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The guards of Go Sync. Five are on by default:
 *
 * <ul>
 *   <li>{@code allow-empty-source}: the source must not be empty, and no part of a combined source;
 *   <li>{@code max-removals}: not more than 10 removals that are also more than 20% of the members;
 *   <li>{@code allow-full-replacement}: if 5 or more members are there, at least one of them must be in the source;
 *   <li>{@code allow-empty-destination}: at least one member must be left;
 *   <li>{@code allow-shrinking}: if some additions cannot be made, at least half of today's number of members must be left,
 *       and there must be fewer than three pairs that look like people who moved to another domain.
 * </ul>
 *
 * <p>The last three object only if something would be removed. The method with the name of a guard lifts it; {@link
 * #maxRemovals} or {@link #maxRemovalShare} replaces the limit on removals. Nothing else loosens a default.
 */
public final class Guards {
    private static final int DEFAULT_REMOVALS = 10;
    private static final double DEFAULT_REMOVAL_SHARE = 0.2;
    private static final int SMALLEST_JUDGED_FOR_REPLACEMENT = 5;

    private static final String MAX_REMOVALS = "max-removals";
    private static final String MAX_REMOVAL_SHARE = "max-removal-share";
    private static final String ALLOW_EMPTY_SOURCE = "allow-empty-source";
    private static final String ALLOW_FULL_REPLACEMENT = "allow-full-replacement";
    private static final String ALLOW_EMPTY_DESTINATION = "allow-empty-destination";
    private static final String ALLOW_SHRINKING = "allow-shrinking";
    private static final int MOVED_DOMAINS = 3;

    private Guards() {}

    /**
     * Limits the additions at one destination.
     *
     * @param count the largest number of additions, 0 or more
     * @return the guard {@code max-additions}
     */
    public static Guard maxAdditions(int count) {
        return atMost("max-additions", count, "add", Forecast::additions);
    }

    /**
     * Limits the additions at one destination.
     *
     * @param share the largest share of the larger side, from 0 to 1
     * @return the guard {@code max-addition-share}
     */
    public static Guard maxAdditionShare(double share) {
        return atMostShare(
                "max-addition-share",
                share,
                1,
                "add",
                Forecast::additions,
                Forecast::largerSide,
                "members on the larger side");
    }

    /**
     * Limits the removals at one destination. Replaces the default limit on removals.
     *
     * @param count the largest number of removals, 0 or more
     * @return the guard {@code max-removals}
     */
    public static Guard maxRemovals(int count) {
        return atMost(MAX_REMOVALS, count, "remove", Forecast::removals);
    }

    /**
     * Limits the removals at one destination. Replaces the default limit on removals.
     *
     * @param share the largest share of the members that were read, from 0 to 1
     * @return the guard {@code max-removal-share}
     */
    public static Guard maxRemovalShare(double share) {
        return atMostShare(MAX_REMOVAL_SHARE, share, 1, "remove", Forecast::removals, Forecast::members, "members");
    }

    /**
     * Limits additions and removals at one destination together.
     *
     * @param count the largest number of changes, 0 or more
     * @return the guard {@code max-changes}
     */
    public static Guard maxChanges(int count) {
        return atMost("max-changes", count, "change", forecast -> forecast.additions() + forecast.removals());
    }

    /**
     * Limits additions and removals at one destination together.
     *
     * @param share the largest share of the larger side, from 0 to 2; replacing everybody is 2
     * @return the guard {@code max-change-share}
     */
    public static Guard maxChangeShare(double share) {
        return atMostShare(
                "max-change-share",
                share,
                2,
                "change",
                forecast -> forecast.additions() + forecast.removals(),
                Forecast::largerSide,
                "members on the larger side");
    }

    /**
     * Limits the removals at all destinations of a source together. The default limit on removals at one destination still
     * holds.
     *
     * @param count the largest number of removals, 0 or more
     * @return the guard {@code max-total-removals}
     */
    public static Guard maxTotalRemovals(int count) {
        String option = "max-total-removals";
        notNegative(option, count);
        return Guard.builtIn(
                option,
                false,
                forecast -> objectionIf(
                        forecast.removalsEverywhere() > count,
                        option,
                        "would remove " + forecast.removalsEverywhere() + " from all destinations together",
                        "at most " + count,
                        toAllow(option, forecast.removalsEverywhere())));
    }

    /**
     * Requires a number of members afterwards.
     *
     * @param count the smallest number of members, 0 or more
     * @return the guard {@code min-remaining}
     */
    public static Guard minRemaining(int count) {
        String option = "min-remaining";
        notNegative(option, count);
        return Guard.builtIn(
                option,
                true,
                forecast -> objectionIf(
                        forecast.membersAfterwards() < count,
                        option,
                        "would leave " + forecast.membersAfterwards() + " of " + forecast.members() + " members",
                        "at least " + count,
                        toAllow(option, forecast.membersAfterwards())));
    }

    /**
     * Requires certain members afterwards. They are compared as the sync's matching says, and also ignoring case.
     *
     * @param things the required members
     * @return the guard {@code require}
     */
    public static Guard require(Collection<String> things) {
        Set<String> wanted = Set.copyOf(Spellings.named("require", things));
        return Guard.builtIn("require", true, forecast -> {
            Set<String> missing = forecast.missingAfterwards(wanted);
            return objectionIf(
                    !missing.isEmpty(),
                    "require",
                    "would be without " + String.join(", ", missing),
                    "all members named in require",
                    "Add them to the source, or take them out of require.");
        });
    }

    /** {@return the guard {@code allow-empty-source}, which replaces the default and never objects} */
    public static Guard allowEmptySource() {
        return Guard.builtIn(ALLOW_EMPTY_SOURCE, false, forecast -> List.of());
    }

    /** {@return the guard {@code allow-full-replacement}, which replaces the default and never objects} */
    public static Guard allowFullReplacement() {
        return Guard.builtIn(ALLOW_FULL_REPLACEMENT, false, forecast -> List.of());
    }

    /** {@return the guard {@code allow-empty-destination}, which replaces the default and never objects} */
    public static Guard allowEmptyDestination() {
        return Guard.builtIn(ALLOW_EMPTY_DESTINATION, false, forecast -> List.of());
    }

    /** {@return the guard {@code allow-shrinking}, which replaces the default and never objects} */
    public static Guard allowShrinking() {
        return Guard.builtIn(ALLOW_SHRINKING, false, forecast -> List.of());
    }

    static final Guard DEFAULT_REMOVAL_LIMIT = defaultRemovalLimit();

    private static final Guard DEFAULT_SOURCE_GUARD = notEmptySource();

    static List<Guard> defaults() {
        return List.of(
                DEFAULT_SOURCE_GUARD,
                DEFAULT_REMOVAL_LIMIT,
                notFullReplacement(),
                notEmptyDestination(),
                notShrinking());
    }

    /** Whether these guards let the source be empty. */
    static boolean allowEmptySource(Collection<Guard> guards) {
        return !guards.contains(DEFAULT_SOURCE_GUARD);
    }

    /** Whether this guard replaces the default limit on removals. */
    static boolean limitsRemovals(Guard guard) {
        return guard.option().equals(MAX_REMOVALS) || guard.option().equals(MAX_REMOVAL_SHARE);
    }

    private static Guard notEmptySource() {
        return Guard.builtIn(
                ALLOW_EMPTY_SOURCE,
                false,
                forecast -> objectionIf(
                        !forecast.plan().emptyParts().isEmpty(),
                        ALLOW_EMPTY_SOURCE,
                        "no member was read from "
                                + String.join(", ", forecast.plan().emptyParts()),
                        "the source and each of its parts must not be empty",
                        "Check the source. If it may be empty, set may-be-empty for it. "
                                + toAllow(ALLOW_EMPTY_SOURCE)));
    }

    private static Guard defaultRemovalLimit() {
        return Guard.builtIn(
                MAX_REMOVALS,
                false,
                forecast -> objectionIf(
                        forecast.removals() > DEFAULT_REMOVALS
                                && forecast.removals() > DEFAULT_REMOVAL_SHARE * forecast.members(),
                        MAX_REMOVALS,
                        measured("remove", forecast.removals(), forecast.members(), "members"),
                        "at most " + DEFAULT_REMOVALS + " removals, or " + percent(DEFAULT_REMOVAL_SHARE)
                                + " of the members if that is more",
                        toAllow(MAX_REMOVALS, forecast.removals())));
    }

    private static Guard notFullReplacement() {
        return Guard.builtIn(
                ALLOW_FULL_REPLACEMENT,
                false,
                forecast -> objectionIf(
                        forecast.removals() > 0
                                && forecast.members() >= SMALLEST_JUDGED_FOR_REPLACEMENT
                                && forecast.wantedMembers() == 0,
                        ALLOW_FULL_REPLACEMENT,
                        "none of the " + forecast.members() + " members is in the source",
                        "if " + SMALLEST_JUDGED_FOR_REPLACEMENT
                                + " or more members are there, at least one of them must be in the source",
                        "Check that source and destination belong together. " + toAllow(ALLOW_FULL_REPLACEMENT)));
    }

    private static Guard notEmptyDestination() {
        return Guard.builtIn(
                ALLOW_EMPTY_DESTINATION,
                false,
                forecast -> objectionIf(
                        forecast.removals() > 0 && forecast.membersAfterwards() == 0 && !isEmptyOnPurpose(forecast),
                        ALLOW_EMPTY_DESTINATION,
                        "would remove all " + forecast.members() + " members and leave nobody"
                                + cannotAdd(forecast.plan()),
                        "at least one member must be left",
                        "Check the source. " + toAllow(ALLOW_EMPTY_DESTINATION)));
    }

    private static boolean isEmptyOnPurpose(Forecast forecast) {
        return forecast.plan().source().size() == 0
                && (forecast.plan().emptyParts().isEmpty() || forecast.mayBeEmpty());
    }

    private static Guard notShrinking() {
        return Guard.builtIn(ALLOW_SHRINKING, false, forecast -> {
            Plan plan = forecast.plan();
            if (forecast.removals() == 0 || plan.cannotAdd().isEmpty()) {
                return List.of();
            }
            int moved = plan.movedDomains().size();
            if (moved >= MOVED_DOMAINS) {
                return List.of(new Objection(
                        ALLOW_SHRINKING,
                        moved + " removals look like additions under another domain that cannot be made",
                        "fewer than " + MOVED_DOMAINS,
                        "Correct the addresses in the source, or add them to the service. "
                                + toAllow(ALLOW_SHRINKING)));
            }
            return objectionIf(
                    forecast.leavesLessThanHalf(),
                    ALLOW_SHRINKING,
                    "would leave " + forecast.membersAfterwards() + " of " + forecast.members() + " members"
                            + cannotAdd(plan),
                    "at least half of the members, if additions cannot be made",
                    "Correct the source, or add the people to the service. " + toAllow(ALLOW_SHRINKING));
        });
    }

    private static String cannotAdd(Plan plan) {
        int count = plan.cannotAdd().size();
        return count == 0 ? "" : ", and " + count + (count == 1 ? " addition" : " additions") + " cannot be made";
    }

    private static Guard atMost(String option, int count, String verb, ToIntFunction<Forecast> measure) {
        notNegative(option, count);
        return Guard.builtIn(option, false, forecast -> {
            int measured = measure.applyAsInt(forecast);
            return objectionIf(
                    measured > count,
                    option,
                    "would " + verb + " " + measured,
                    "at most " + count,
                    toAllow(option, measured));
        });
    }

    private static Guard atMostShare(
            String option,
            double share,
            int most,
            String verb,
            ToIntFunction<Forecast> measure,
            ToIntFunction<Forecast> base,
            String baseName) {
        if (!(share >= 0 && share <= most)) {
            throw new IllegalArgumentException(option + " must be a share from 0 to " + most + ", but is " + share);
        }
        return Guard.builtIn(option, false, forecast -> {
            int measured = measure.applyAsInt(forecast);
            int whole = base.applyAsInt(forecast);
            return objectionIf(
                    whole > 0 && isMore(measured, share * whole),
                    option,
                    measured(verb, measured, whole, baseName),
                    "at most " + percent(share),
                    toAllow(option + "=" + percent((double) measured / whole)));
        });
    }

    /** Of 100, 29 are not more than 29%, although 0.29 * 100 is a little less than 29. */
    private static boolean isMore(int measured, double limit) {
        return measured > limit + 1e-6;
    }

    private static List<Objection> objectionIf(
            boolean tooFar, String option, String measured, String limit, String remedy) {
        return tooFar ? List.of(new Objection(option, measured, limit, remedy)) : List.of();
    }

    private static String measured(String verb, int count, int whole, String wholeName) {
        return "would " + verb + " " + count + " of " + whole + " " + wholeName + " ("
                + percent(whole == 0 ? 0 : (double) count / whole) + ")";
    }

    /** Lets the command line show the option as it is typed, and a program find the name. */
    private static String toAllow(String option, int measured) {
        return toAllow(option + "=" + measured);
    }

    private static String toAllow(String option) {
        return "To allow it once: --allow " + option + ".";
    }

    /** Rounded up, so that the advised value is enough. */
    private static String percent(double share) {
        long tenths = (long) Math.ceil(share * 1000 - 1e-9);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + "%";
    }

    private static void notNegative(String option, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(option + " must be 0 or more, but is " + count);
        }
    }
}
