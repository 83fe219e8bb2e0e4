/** The engine of Go Sync and the contract its adapters fulfil. */
module dev.gosync {
    requires static transitive org.jspecify;

    exports dev.gosync;

    uses dev.gosync.AdapterProvider;
}
