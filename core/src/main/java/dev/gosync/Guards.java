package dev.gosync;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The guards there are. Three are on by default: a source must not be empty, nor any part of a combined one; not more
 * than 10 removals that are also more than 20% of the members; and a destination of 5 or more members must keep one of
 * them. Setting {@link #maxRemovals} or {@link #maxRemovalShare} replaces the second; {@link #allowEmptySource} and
 * {@link #allowFullReplacement} lift the first and the third; nothing else loosens a default.
 */
public final class Guards {
    private static final int USUAL_REMOVALS = 10;
    private static final double USUAL_REMOVAL_SHARE = 0.2;
    private static final int SMALLEST_THAT_KEEPS_SOMEBODY = 5;

    private static final String MAX_REMOVALS = "max-removals";
    private static final String MAX_REMOVAL_SHARE = "max-removal-share";
    private static final String ALLOW_EMPTY_SOURCE = "allow-empty-source";
    private static final String ALLOW_FULL_REPLACEMENT = "allow-full-replacement";

    private Guards() {}

    /**
     * Bounds what is added to one destination.
     *
     * @param count the most additions that pass, 0 or more
     * @return the guard {@code max-additions}
     */
    public static Guard maxAdditions(int count) {
        return atMost("max-additions", count, "add", Outlook::additions);
    }

    /**
     * Bounds what is added to one destination.
     *
     * @param share the largest share of the larger side that passes, from 0 to 1
     * @return the guard {@code max-addition-share}
     */
    public static Guard maxAdditionShare(double share) {
        return atMostShare(
                "max-addition-share",
                share,
                1,
                "add",
                Outlook::additions,
                Outlook::largerSide,
                "things on the larger side");
    }

    /**
     * Bounds what is removed from one destination, instead of the default limit on removals.
     *
     * @param count the most removals that pass, 0 or more
     * @return the guard {@code max-removals}
     */
    public static Guard maxRemovals(int count) {
        return atMost(MAX_REMOVALS, count, "remove", Outlook::removals);
    }

    /**
     * Bounds what is removed from one destination, instead of the default limit on removals.
     *
     * @param share the largest share of the members read that passes, from 0 to 1
     * @return the guard {@code max-removal-share}
     */
    public static Guard maxRemovalShare(double share) {
        return atMostShare(MAX_REMOVAL_SHARE, share, 1, "remove", Outlook::removals, Outlook::members, "members");
    }

    /**
     * Bounds additions and removals of one destination together.
     *
     * @param count the most changes that pass, 0 or more
     * @return the guard {@code max-changes}
     */
    public static Guard maxChanges(int count) {
        return atMost("max-changes", count, "change", outlook -> outlook.additions() + outlook.removals());
    }

    /**
     * Bounds additions and removals of one destination together.
     *
     * @param share the largest share of the larger side that passes, from 0 to 2, which is everybody replaced
     * @return the guard {@code max-change-share}
     */
    public static Guard maxChangeShare(double share) {
        return atMostShare(
                "max-change-share",
                share,
                2,
                "change",
                outlook -> outlook.additions() + outlook.removals(),
                Outlook::largerSide,
                "things on the larger side");
    }

    /**
     * Bounds what is removed from all destinations of a source together. It leaves the default limit on removals of one
     * destination as it is.
     *
     * @param count the most removals that pass, 0 or more
     * @return the guard {@code max-total-removals}
     */
    public static Guard maxTotalRemovals(int count) {
        String option = "max-total-removals";
        notNegative(option, count);
        return new Guard(
                option,
                false,
                outlook -> objectIf(
                        outlook.removalsEverywhere() > count,
                        option,
                        "would remove " + outlook.removalsEverywhere() + " from all destinations together",
                        "at most " + count,
                        "To allow it, set " + option + " to " + outlook.removalsEverywhere() + " or more."));
    }

    /**
     * Demands that so many are there afterwards.
     *
     * @param count the least number of members that passes, 0 or more
     * @return the guard {@code min-remaining}
     */
    public static Guard minRemaining(int count) {
        String option = "min-remaining";
        notNegative(option, count);
        return new Guard(
                option,
                true,
                outlook -> objectIf(
                        outlook.membersAfterwards() < count,
                        option,
                        "would leave " + outlook.membersAfterwards() + " of " + outlook.members() + " members",
                        "at least " + count,
                        "To allow it, set " + option + " to " + outlook.membersAfterwards() + " or less."));
    }

    /**
     * Demands that some are there afterwards. They are found under the matching, and ignoring case besides.
     *
     * @param things who
     * @return the guard {@code require}
     */
    public static Guard require(Collection<String> things) {
        Set<String> wanted = Set.copyOf(Spellings.named("require", things));
        return new Guard("require", true, outlook -> {
            Set<String> missing = outlook.missingAfterwards(wanted);
            return objectIf(
                    !missing.isEmpty(),
                    "require",
                    "would be without " + String.join(", ", missing),
                    "that all who are required are there",
                    "Add them to the source, or take them out of require.");
        });
    }

    /** {@return the guard {@code allow-empty-source}, which never objects and replaces the one that does} */
    public static Guard allowEmptySource() {
        return new Guard(ALLOW_EMPTY_SOURCE, false, outlook -> Optional.empty());
    }

    /** {@return the guard {@code allow-full-replacement}, which never objects and replaces the one that does} */
    public static Guard allowFullReplacement() {
        return new Guard(ALLOW_FULL_REPLACEMENT, true, outlook -> Optional.empty());
    }

    static final Guard USUAL_REMOVAL_LIMIT = usualRemovalLimit();

    static List<Guard> usual() {
        return List.of(noEmptySource(), USUAL_REMOVAL_LIMIT, somebodyStays());
    }

    /** Whether this guard is a limit of one's own on removals, which the usual one makes way for. */
    static boolean limitsRemovals(Guard guard) {
        return guard.option().equals(MAX_REMOVALS) || guard.option().equals(MAX_REMOVAL_SHARE);
    }

    private static Guard noEmptySource() {
        return new Guard(
                ALLOW_EMPTY_SOURCE,
                false,
                outlook -> objectIf(
                        !outlook.plan().emptyParts().isEmpty(),
                        ALLOW_EMPTY_SOURCE,
                        "nothing was read from "
                                + String.join(", ", outlook.plan().emptyParts()),
                        "that a source, and every part of one, holds something",
                        "Check it; where it may really be empty, say so with may-be-empty or set " + ALLOW_EMPTY_SOURCE
                                + "."));
    }

    private static Guard usualRemovalLimit() {
        return new Guard(
                MAX_REMOVALS,
                false,
                outlook -> objectIf(
                        outlook.removals() > USUAL_REMOVALS
                                && outlook.removals() > USUAL_REMOVAL_SHARE * outlook.members(),
                        MAX_REMOVALS,
                        measured("remove", outlook.removals(), outlook.members(), "members"),
                        USUAL_REMOVALS + " removals, or " + percent(USUAL_REMOVAL_SHARE) + " where that is more",
                        toAllow(MAX_REMOVALS, outlook.removals())));
    }

    private static Guard somebodyStays() {
        return new Guard(
                ALLOW_FULL_REPLACEMENT,
                false, // who stays by the plan is touched by neither half
                outlook -> objectIf(
                        outlook.members() >= SMALLEST_THAT_KEEPS_SOMEBODY
                                && outlook.plan().unchanged() == 0,
                        ALLOW_FULL_REPLACEMENT,
                        "would keep none of " + outlook.members() + " members",
                        "that one of " + SMALLEST_THAT_KEEPS_SOMEBODY + " or more stays",
                        "Check that source and destination belong together; to allow it, set " + ALLOW_FULL_REPLACEMENT
                                + "."));
    }

    private static Guard atMost(String option, int count, String verb, ToIntFunction<Outlook> measure) {
        notNegative(option, count);
        return new Guard(option, false, outlook -> {
            int measured = measure.applyAsInt(outlook);
            return objectIf(
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
            ToIntFunction<Outlook> measure,
            ToIntFunction<Outlook> base,
            String baseName) {
        if (!(share >= 0 && share <= most)) {
            throw new IllegalArgumentException(option + " must be a share from 0 to " + most + ", and is " + share);
        }
        return new Guard(option, false, outlook -> {
            int measured = measure.applyAsInt(outlook);
            int whole = base.applyAsInt(outlook);
            return objectIf(
                    whole > 0 && isMore(measured, share * whole),
                    option,
                    measured(verb, measured, whole, baseName),
                    "at most " + percent(share),
                    "To allow it, set " + option + " to " + percent((double) measured / whole) + " or more.");
        });
    }

    /** Of 100, 29 are not more than 29%, although 0.29 * 100 is a little less than 29. */
    private static boolean isMore(int measured, double limit) {
        return measured > limit + 1e-6;
    }

    private static Optional<Objection> objectIf(
            boolean tooFar, String option, String measured, String limit, String remedy) {
        return tooFar ? Optional.of(new Objection(option, measured, limit, remedy)) : Optional.empty();
    }

    private static String measured(String verb, int count, int whole, String wholeName) {
        return "would " + verb + " " + count + " of " + whole + " " + wholeName + " ("
                + percent(whole == 0 ? 0 : (double) count / whole) + ")";
    }

    private static String toAllow(String option, int measured) {
        return "To allow it, set " + option + " to " + measured + " or more.";
    }

    /** Rounded up, so that what is advised is enough. */
    private static String percent(double share) {
        double tenths = Math.ceil(share * 1000 - 1e-9) / 10;
        return tenths == Math.rint(tenths)
                ? String.format(Locale.ROOT, "%.0f%%", tenths)
                : String.format(Locale.ROOT, "%.1f%%", tenths);
    }

    private static void notNegative(String option, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(option + " must be 0 or more, and is " + count);
        }
    }
}
