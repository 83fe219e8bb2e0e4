/**
 * For authors of adapters that speak HTTP: what an answer means ({@link dev.gosync.adapter.http.HttpAnswer}), which
 * addresses are safe ({@link dev.gosync.adapter.http.BaseUrl}), how to quote a service without showing a secret ({@link
 * dev.gosync.adapter.http.Secrets}), how to follow pages ({@link dev.gosync.adapter.http.Pages}) and how to reach a proxy
 * ({@link dev.gosync.adapter.http.ProxyVariables}). It works with every HTTP client, because its signatures hold only types of the JDK
 * and of the contract.
 *
 * @serial exclude
 */
@NullMarked
package dev.gosync.adapter.http;

import org.jspecify.annotations.NullMarked;
