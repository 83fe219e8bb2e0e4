package dev.gosync.testkit;

import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Refusal;
import dev.gosync.testkit.WiredService.Side;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;

/** A right adapter for a service that refuses a list that was made from an older one. */
class VersionedAdapter extends WholeListAdapter {
    VersionedAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    Bulk sentList(Collection<String> ids) throws IOException, Refusal {
        return service.replace(secret, ids, idsOf(read()));
    }

    /** Its harness, which says so. */
    static Supplier<Harness> harness(Side.Adapters adapters) {
        return () -> new Side(adapters) {
            @Override
            public boolean noticesOldLists() {
                return true;
            }
        };
    }
}
