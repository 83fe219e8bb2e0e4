/** The engine of Go Sync and the contract its adapters fulfil. */
module dev.gosync {
    requires static transitive org.jspecify;

    exports dev.gosync;
    exports dev.gosync.adapter;
    exports dev.gosync.adapter.http;

    uses dev.gosync.adapter.AdapterProvider;
}
