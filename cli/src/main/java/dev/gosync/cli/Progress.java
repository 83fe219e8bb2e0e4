package dev.gosync.cli;

import dev.gosync.Listing;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.SyncListener;
import java.util.List;

/** Says on standard error what is being done, for those who asked with {@code -v}. */
final class Progress implements SyncListener {
    private final Surroundings around;

    Progress(Surroundings around) {
        this.around = around;
    }

    @Override
    public void reading(String place) {
        around.say("reading " + place);
    }

    @Override
    public void read(String place, Listing listing) {
        around.say("read " + place + ": " + Words.count(listing.things().size(), "thing", "things"));
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        around.say("writing to " + plan.destination().name() + ": "
                + (things.size() == 1 ? things.get(0) : things.size() + " things"));
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        if (outcome.state() != Outcome.State.DONE) {
            around.say(plan.destination().name() + ": " + outcome);
        }
    }
}
