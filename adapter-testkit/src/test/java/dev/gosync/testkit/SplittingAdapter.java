package dev.gosync.testkit;

import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A right adapter for a service that refuses a whole batch because of one person in it. */
class SplittingAdapter extends WiredAdapter {
    SplittingAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
            throws IOException, InterruptedException {
        mustShow(
                call(
                                "members.addAll",
                                () -> service.addAll(
                                        secret, batch.stream().map(ids::get).toList()))
                        .shown(),
                "members.addAll");
    }
}
