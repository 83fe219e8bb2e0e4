package dev.gosync.journal;

import dev.gosync.adapter.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A plan, as a journal has it. Immutable; threads may share it.
 *
 * @param sync the sync that it is part of
 * @param at when it was made
 * @param source the name of the source
 * @param sourceSize how many things the source held
 * @param place the name of the destination
 * @param placeSize how many members the destination held
 * @param mode which halves are run, and in which order
 * @param additions what was to be added, in the source's spelling
 * @param removals what was to be removed, in the destination's own spelling
 * @param cannotAdd what the destination refuses, each with the reason
 * @param alreadyThere things that are members under another spelling, each with that spelling
 * @param kept what is not removed although the source does not want it, each with the reason
 * @param objections why guards refused the plan
 */
public record RecordedPlan(
        String sync,
        Instant at,
        String source,
        int sourceSize,
        String place,
        int placeSize,
        Mode mode,
        List<String> additions,
        List<String> removals,
        Map<String, String> cannotAdd,
        Map<String, String> alreadyThere,
        Map<String, String> kept,
        List<String> objections) {}
