"""Articles of the corpus told in other words: what an editor writes who does not know of them.

By slug of the article whose question they answer.
"""

REWORDED = {
    "lost-social-security-card": """---
title: My social insurance card is gone, how can I get another one
kind: guide
topic: registration
lang: en
status: draft
---

Report the loss twice, to the insurance agency by phone (12333) or online and to your bank, since
the card works as a bank card. After that request a replacement; your records stay as they were.

## Steps

### 1. Report the loss to the agency

Phone 12333, use the official application, or visit the window. A report by phone may only hold for
some days.

### 2. Report the loss to the bank

The card can be used for payments, so the bank has to stop that part itself.

### 3. See whether somebody used it

Go through your medical account. Tell the healthcare security office about payments that are
not yours.

### 4. Ask for the replacement

At the window, in a branch of the bank or in the application. Bring your identity card. Ask about
the fee, and what becomes of the money in the old account.

### 5. Until it arrives

The electronic social security card does the same on your phone.
""",
    "retirees-medical-insurance-zh": """---
title: 退了休还用继续缴医保吗
kind: qa
topic: medical
lang: zh
status: draft
---

缴费年限够了的，退休后就不再交医疗保险费，照样报销；年限没够的，可以把差的年数补齐。

## 要交多少年

全国没有统一的年数，各省市自己规定，男女可能不一样。办退休之前问清楚参保地的医保经办机构。

## 年数不够

可以一次补缴，也可以按月接着缴，到够了为止；也可以改参加城乡居民医保。在别的城市缴过的年限合并计算，
要先办转移。

## 退休以后的个人账户

退休人员的个人账户由统筹基金按定额划入，自己不用再缴。
""",
}
