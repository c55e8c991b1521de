import { expect, test } from "vitest";
import { readListing, readProblem } from "./xml.ts";

test("a listing is read whatever the order of its elements and its namespace", () => {
  const xml = `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.example/"><EncodingType>url</EncodingType>
    <Contents><Size>5</Size><Key>a%2Fb+c%D1%8F.txt</Key></Contents>
    <Contents><Key>d</Key><ETag>&quot;x&quot;</ETag><Size>0</Size></Contents>
    <IsTruncated>true</IsTruncated><NextContinuationToken>n&amp;1</NextContinuationToken></ListBucketResult>`;
  expect(readListing(xml)).toEqual({
    objects: [
      { key: "a/b cя.txt", length: 5, etag: "" },
      { key: "d", length: 0, etag: "x" },
    ],
    next: "n&1",
  });
});

test("the last page has no next, and an empty one no objects", () => {
  expect(readListing("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")).toEqual({
    objects: [],
    next: undefined,
  });
});

test("a problem is named by its code, a foreign body by nothing", () => {
  expect(readProblem("<Error><Code>NoSuchBucket</Code><Message>no</Message></Error>")).toBe("NoSuchBucket");
  expect(readProblem("<html>bad gateway</html>")).toBe("");
});
