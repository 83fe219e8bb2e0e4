package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.SyncListener;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import java.util.List;

/** Prints each step to standard error, for {@code --verbose}. */
final class Progress implements SyncListener {
    private final ProgramContext context;

    Progress(ProgramContext context) {
        this.context = context;
    }

    @Override
    public void reading(String place) {
        context.printMessage("reading " + place);
    }

    @Override
    public void read(String place, Listing listing) {
        context.printMessage(
                "read " + place + ": " + TextFormat.count(listing.things().size(), "member", "members"));
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        context.printMessage("writing to " + plan.destination().name() + ": "
                + (things.size() == 1 ? InvisibleCharacters.shownIn(things.get(0)) : things.size() + " members"));
    }

    @Override
    public void happened(Plan plan, Outcome outcome) {
        if (outcome.state() != Outcome.State.DONE) {
            context.printMessage(plan.destination().name() + ": " + TextFormat.sign(outcome.action()) + " "
                    + InvisibleCharacters.shownIn(outcome.thing()) + ": " + outcome.result());
        }
    }
}
